/* reclaim=call-rcu: who takes the last session out says what ends it, after the readers of now. */
#define SESSION_ENDS
#include "session.h"

static long end(struct session *session)
{
	bpf_list_head_fini(&session->log, drop, NULL);
	bpf_kptr_free(session);
	return 0;
}

SEC("tc") __success __retval(2) __under("reclaim=call-rcu")
__description("the second session takes the place of the first, which ends in a callback")
int replace(struct __sk_buff *skb)
{
	for (int i = 1; i <= 2; i++) {
		struct session *session = make(i);
		struct slot *here = slot();

		if (!session)
			return -ENOMEM;
		if (here)
			session = bpf_kptr_xchg(&here->session, session);
		if (session)
			bpf_call_rcu(session, end);
	}
	return look();
}

SEC("tc") __failure __rule("allocator.published-rcu") __under("reclaim=call-rcu")
__description("a session that readers may be looking at cannot end at once")
int replace_at_once(struct __sk_buff *skb)
{
	struct session *session = make(1);
	struct slot *here = slot();

	if (!session)
		return -ENOMEM;
	if (here)
		session = bpf_kptr_xchg(&here->session, session);
	if (session)
		end(session);
	return look();
}

LICENSE("GPL");
