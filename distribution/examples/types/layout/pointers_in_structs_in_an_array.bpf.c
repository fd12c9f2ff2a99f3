/* three structs with a field each */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
	struct {
		__u64 a;
		struct plain __kptr *field;
	} rows[3];
};

SEC("tc")
int pointers_in_structs_in_an_array(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
