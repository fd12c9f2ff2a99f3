/* twelve structs with a field each */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
	struct {
		__u64 a;
		struct plain __kptr *field;
	} rows[12];
};

SEC("tc")
int twelve_fields_in_structs(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
