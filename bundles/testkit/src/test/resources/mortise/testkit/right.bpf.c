/* Programs that are as their tags say. */
#include "tags.h"

SEC("tc") EXPECT("test_expect_success") EXPECT("test_retval=42") NAKED int forty_two(void)
{
	asm volatile("r0 = 42; exit;");
}

SEC("tc") EXPECT("test_expect_success") EXPECT("test_retval=(-1)") NAKED int minus_one(void)
{
	asm volatile("r0 = -1; exit;");
}

SEC("tc") EXPECT("test_expect_success") EXPECT("test_retval=0xffffffff") NAKED int in_hex(void)
{
	asm volatile("w0 = -1; exit;");
}

SEC("tc") EXPECT("test_expect_failure") EXPECT("test_expect_msg=R2 !read_ok")
EXPECT("mortise_rule=register.uninitialised") NAKED int uninitialised(void)
{
	asm volatile("r0 = r2; exit;");
}

SEC("tc") EXPECT("test_expect_failure") EXPECT("test_expect_msg=R{{[0-9]}} !read_ok")
EXPECT("test_expect_not_msg=R3") NAKED int by_expression(void)
{
	asm volatile("r0 = r2; exit;");
}

SEC("tc") EXPECT("test_expect_failure") EXPECT("test_expect_msg=BPF program is too large")
NAKED int endless(void)
{
	asm volatile("r0 = 0; 1: r0 += 1; if r0 != 2000000 goto 1b; exit;");
}
