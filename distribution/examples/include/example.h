/* All that most examples need. */
#pragma once

#include "types.h"
#include "program.h"
#include "maps.h"
#include "context.h"
#include "helpers.h"
#include "lock.h"
#include "allocator.h"
#include "list.h"
#include "kptr.h"
#include "expect.h"
