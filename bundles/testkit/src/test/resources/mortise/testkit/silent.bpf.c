/* Programs of which nothing is expected. */
#include "tags.h"

SEC("tc") NAKED int untagged(void)
{
	asm volatile("r0 = 0; exit;");
}

SEC("tc") EXPECT("test_expect_success") EXPECT("test_auxiliary") NAKED int auxiliary(void)
{
	asm volatile("r0 = 0; exit;");
}
