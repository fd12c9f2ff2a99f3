/* one more than there may be */
#include "layout.h"

struct subject {
	struct plain __kptr *field0;
	struct plain __kptr *field1;
	struct plain __kptr *field2;
	struct plain __kptr *field3;
	struct plain __kptr *field4;
	struct plain __kptr *field5;
	struct plain __kptr *field6;
	struct plain __kptr *field7;
	struct plain __kptr *field8;
	struct plain __kptr *field9;
	struct plain __kptr *field10;
	struct plain __kptr *field11;
};

SEC("tc")
int twelve_fields(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
