/* All that most examples of the proposal need. */
#pragma once

#include "types.h"
#include "program.h"
#include "maps.h"
#include "context.h"
#include "proposal.h"
#include "expect.h"

/* what many examples say often */
#define new(type) ((type *)bpf_kptr_alloc(bpf_core_type_id_local(type), 0))
