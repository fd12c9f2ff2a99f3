/* Letters that are sealed before anybody else sees them. Needs the plugin beside this folder. */
#include "example.h"
#include "seal.h"

struct letter {
	__u64 number;
	struct mx_seal seal;
	struct bpf_list_node node;
};

struct postcard {
	__u64 number;
	struct bpf_list_node node;
};

private(letters) struct bpf_spin_lock lock;
private(letters) struct bpf_list_head letters __contains(letter, node);

private(postcards) struct bpf_spin_lock postcard_lock;
private(postcards) struct bpf_list_head postcards __contains(postcard, node);

static struct letter *next_letter(void)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(&letters);
	bpf_spin_unlock(&lock);
	return node ? container_of(node, struct letter, node) : NULL;
}

SEC("tc") __success __retval(1) __description("seal, then link: closed once")
int post(struct __sk_buff *skb)
{
	struct letter *letter = bpf_obj_new(struct letter);
	int times;

	if (!letter)
		return -ENOMEM;
	letter->number = 7;
	times = mx_seal_close(&letter->seal);
	bpf_spin_lock(&lock);
	bpf_list_push_back(&letters, &letter->node);
	bpf_spin_unlock(&lock);
	return times;
}

SEC("tc") __success __retval(207)
__description("what comes off the list is sealed still; opened, changed and sealed again it is closed twice")
int forward(struct __sk_buff *skb)
{
	struct letter *letter = bpf_obj_new(struct letter);
	int answer;

	if (!letter)
		return -ENOMEM;
	letter->number = 7;
	mx_seal_close(&letter->seal);
	bpf_spin_lock(&lock);
	bpf_list_push_back(&letters, &letter->node);
	bpf_spin_unlock(&lock);

	letter = next_letter();
	if (!letter)
		return -1;
	if (!mx_seal_is_closed(&letter->seal)) {
		bpf_obj_drop(letter);
		return -2;
	}
	mx_seal_open(&letter->seal);
	answer = letter->number;
	answer += 100 * mx_seal_close(&letter->seal);
	bpf_spin_lock(&lock);
	bpf_list_push_front(&letters, &letter->node);
	bpf_spin_unlock(&lock);
	return answer;
}

SEC("tc") __success __retval(0) __description("the answer tells which: one branch links, the other seals first")
int seal_if_open(struct __sk_buff *skb)
{
	struct letter *letter = bpf_obj_new(struct letter);

	if (!letter)
		return -ENOMEM;
	if (skb->len & 1)
		mx_seal_open(&letter->seal);
	if (!mx_seal_is_closed(&letter->seal))
		mx_seal_close(&letter->seal);
	bpf_spin_lock(&lock);
	bpf_list_push_back(&letters, &letter->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(0) __description("a type without a seal is linked as ever")
int send_postcard(struct __sk_buff *skb)
{
	struct postcard *postcard = bpf_obj_new(struct postcard);

	if (!postcard)
		return -ENOMEM;
	bpf_spin_lock(&postcard_lock);
	bpf_list_push_back(&postcards, &postcard->node);
	bpf_spin_unlock(&postcard_lock);
	return 0;
}

SEC("tc") __failure __msg("the object's seal must be closed before it is linked")
__rule("seal.open-object-linked") __description("never sealed")
int post_open(struct __sk_buff *skb)
{
	struct letter *letter = bpf_obj_new(struct letter);

	if (!letter)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&letters, &letter->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("the object's seal must be closed before it is linked")
__rule("seal.open-object-linked") __description("sealed in one branch only")
int post_sometimes_open(struct __sk_buff *skb)
{
	struct letter *letter = bpf_obj_new(struct letter);

	if (!letter)
		return -ENOMEM;
	if (skb->len & 1)
		mx_seal_close(&letter->seal);
	bpf_spin_lock(&lock);
	bpf_list_push_back(&letters, &letter->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("the object's seal must be closed before it is linked")
__rule("seal.open-object-linked") __description("opened again before it is forwarded")
int forward_open(struct __sk_buff *skb)
{
	struct letter *letter = next_letter();

	if (!letter)
		return -1;
	mx_seal_open(&letter->seal);
	bpf_spin_lock(&lock);
	bpf_list_push_back(&letters, &letter->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("the seal is closed already")
__rule("seal.already-closed") __description("closed twice in a row")
int close_twice(struct __sk_buff *skb)
{
	struct letter *letter = bpf_obj_new(struct letter);

	if (!letter)
		return -ENOMEM;
	mx_seal_close(&letter->seal);
	mx_seal_close(&letter->seal);
	bpf_obj_drop(letter);
	return 0;
}

SEC("tc") __failure __msg("mx_seal not found at offset=0")
__rule("seal.not-found") __description("a member that is no seal")
int close_a_number(struct __sk_buff *skb)
{
	struct letter *letter = bpf_obj_new(struct letter);

	if (!letter)
		return -ENOMEM;
	mx_seal_close((struct mx_seal *)&letter->number);
	bpf_obj_drop(letter);
	return 0;
}

SEC("tc") __failure __msg("arg#0 expected pointer to the mx_seal of an owned object")
__rule("seal.expects-owned-object") __description("opened behind the list's back")
int open_on_the_list(struct __sk_buff *skb)
{
	struct letter *letter = bpf_obj_new(struct letter);

	if (!letter)
		return -ENOMEM;
	mx_seal_close(&letter->seal);
	bpf_spin_lock(&lock);
	bpf_list_push_back(&letters, &letter->node);
	mx_seal_open(&letter->seal);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("direct access to mx_seal is disallowed")
__rule("field.access-in-object") __description("a seal is changed by its functions only")
int write_the_seal(struct __sk_buff *skb)
{
	struct letter *letter = bpf_obj_new(struct letter);

	if (!letter)
		return -ENOMEM;
	letter->seal.opaque[0] = 1;
	bpf_obj_drop(letter);
	return 0;
}

LICENSE("GPL");
