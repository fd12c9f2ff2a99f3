/* Fixed-width integers, without any system header. */
#pragma once

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef signed short __s16;
typedef signed int __s32;
typedef signed long long __s64;

/* network byte order, by name only */
typedef __u16 __be16;
typedef __u32 __be32;

#define NULL ((void *)0)
#define bool _Bool
#define true 1
#define false 0

#define offsetof(type, member) __builtin_offsetof(type, member)

/* from the address of a member back to the object that holds it */
#define container_of(pointer, type, member) \
	((type *)((void *)(pointer) - offsetof(type, member)))
