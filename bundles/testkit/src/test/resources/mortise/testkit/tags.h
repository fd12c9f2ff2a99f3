/* The tags that the testkit reads. */
#pragma once

#define EXPECT_TEXT_(x) #x
#define EXPECT_TEXT(x) EXPECT_TEXT_(x)
#define EXPECT(what) __attribute__((btf_decl_tag("comment:" EXPECT_TEXT(__COUNTER__) ":" what)))
#define SEC(name) __attribute__((section(name), used))
#define NAKED __attribute__((naked))

char license_[] SEC("license") = "GPL";
