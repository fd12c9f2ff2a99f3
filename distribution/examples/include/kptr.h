/* Pointers kept in maps, globals and objects. */
#pragma once

#include "allocator.h"

/* what the field points to is owned by it */
#define __kptr __attribute__((btf_type_tag("kptr")))
#define __percpu_kptr __attribute__((btf_type_tag("percpu_kptr")))

/* what the field points to may be gone */
#define __kptr_untrusted __attribute__((btf_type_tag("kptr_untrusted")))

/* puts an owned pointer, or NULL, into a field and gives what it owned */
static void *(*const bpf_kptr_xchg)(void *field, void *object) = (void *)194;
