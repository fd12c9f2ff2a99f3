/* reclaim=destructor: the type says what ends it, and so the map can end what it still has when its users go. */
#define SESSION_ENDS __destructor(session_end)
#include "session.h"

long session_end(struct session *session)
{
	bpf_list_head_fini(&session->log, drop, NULL);
	bpf_kptr_free(session);
	return 0;
}

SEC("tc") __success __retval(2) __under("reclaim=destructor")
__description("the second session takes the place of the first, whose destructor runs; the map ends the second")
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
			bpf_kptr_free_rcu(session);
	}
	return look();
}

LICENSE("GPL");
