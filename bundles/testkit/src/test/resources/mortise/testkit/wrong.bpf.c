/* Programs that are not as their tags say, one for each way; the name says which. */
#include "tags.h"

SEC("tc") EXPECT("test_expect_failure") NAKED int verdict_success(void)
{
	asm volatile("r0 = 0; exit;");
}

SEC("tc") EXPECT("test_expect_success") NAKED int verdict_failure(void)
{
	asm volatile("r0 = r2; exit;");
}

SEC("tc") EXPECT("test_expect_success") NAKED int verdict_undecided(void)
{
	asm volatile("r0 = 0; 1: r0 += 1; if r0 != 2000000 goto 1b; exit;");
}

SEC("tc") EXPECT("test_expect_failure") EXPECT("mortise_rule=pointer.operator") NAKED int rule(void)
{
	asm volatile("r0 = r2; exit;");
}

SEC("tc") EXPECT("test_expect_failure") EXPECT("test_expect_msg=R3 !read_ok") NAKED int message(void)
{
	asm volatile("r0 = r2; exit;");
}

SEC("tc") EXPECT("test_expect_failure") EXPECT("test_expect_not_msg=read_ok") NAKED int absent(void)
{
	asm volatile("r0 = r2; exit;");
}

SEC("tc") EXPECT("test_expect_success") EXPECT("test_retval=41") NAKED int value(void)
{
	asm volatile("r0 = 42; exit;");
}

SEC("tc") EXPECT("test_expect_success") EXPECT("test_retval=many") NAKED int no_number(void)
{
	asm volatile("r0 = 42; exit;");
}
