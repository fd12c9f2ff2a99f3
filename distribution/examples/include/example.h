/* All that most examples need. */
#pragma once

#include "types.h"
#include "program.h"
#include "maps.h"
#include "context.h"
#include "helpers.h"
#include "lock.h"
#include "interrupt.h"
#include "exception.h"
#include "allocator.h"
#include "list.h"
#include "kptr.h"
#include "expect.h"
