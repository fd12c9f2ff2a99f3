/*
 * What a verifier shall say of a program, written at the program.
 *
 * Each macro is a BTF declaration tag on the function, in the convention of the kernel's selftests:
 * "comment:<n>:<what>". The number keeps tags of one function apart and in the order of writing.
 */
#pragma once

#define EXPECT_TEXT_(x) #x
#define EXPECT_TEXT(x) EXPECT_TEXT_(x)
#define EXPECT(what) \
	__attribute__((btf_decl_tag("comment:" EXPECT_TEXT(__COUNTER__) ":" what)))

/* accepted */
#define __success EXPECT("test_expect_success")

/* rejected */
#define __failure EXPECT("test_expect_failure")

/* a line of the log; several are found in the order of writing, the last one is the log's last */
#define __msg(text) EXPECT("test_expect_msg=" text)

/* the id of the rule that rejects, from RULES.tsv */
#define __rule(id) EXPECT("mortise_rule=" id)

/* the policies it is judged under, "refcount=helper unknown-nodes=owner+claim"; the others are at their defaults */
#define __under(policies) EXPECT("mortise_policy=" policies)

/* R0 after one run on 64 zero bytes of packet, or without a context; signed, 32 bits */
#define __retval(n) EXPECT("test_retval=" EXPECT_TEXT(n))

/* one sentence for people */
#define __description(text) EXPECT("test_description=" text)

#define __log_level(n) EXPECT("test_log_level=" EXPECT_TEXT(n))

/* load with this flag, by name: BPF_F_STRICT_ALIGNMENT, BPF_F_SLEEPABLE, ... */
#define __flag(name) EXPECT("test_prog_flags=" #name)

/* not judged on its own: loaded beside the others */
#define __auxiliary EXPECT("test_auxiliary")
