// Every kind of CO-RE relocation.
#define SEC(name) __attribute__((section(name), used))

typedef unsigned int u32;
typedef unsigned long long u64;

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct task___mine {
  u64 id;
  u32 state;
  u32 flag : 3;
  struct task___mine *parent;
  u32 gone;
};
#pragma clang attribute pop

struct absent {
  int nothing;
};

enum color {
  RED = 1,
  GREEN = 2,
};

typedef struct {
  u32 first;
  u64 second;
} __attribute__((preserve_access_index)) nameless;

typedef enum {
  GLAD = 3,
} mood;

u64 result[16];

SEC("tc")
int fields(void *ctx) {
  struct task___mine *task = (void *)(u64)*(u32 *)ctx;
  result[0] = __builtin_preserve_field_info(task->state, 0);
  result[1] = __builtin_preserve_field_info(task->state, 1);
  result[2] = __builtin_preserve_field_info(task->state, 2);
  result[3] = __builtin_preserve_field_info(task->gone, 2);
  result[4] = __builtin_preserve_field_info(task->state, 3);
  result[5] = __builtin_preserve_field_info(task->flag, 4);
  result[6] = __builtin_preserve_field_info(task->flag, 5);
  return task->state;
}

SEC("tc")
int types(void *ctx) {
  struct task___mine *task = 0;
  struct absent *absent = 0;
  result[0] = __builtin_btf_type_id(*task, 0);
  result[1] = __builtin_btf_type_id(*task, 1);
  result[2] = __builtin_preserve_type_info(*task, 0);
  result[3] = __builtin_preserve_type_info(*absent, 0);
  result[4] = __builtin_preserve_type_info(*task, 1);
  result[5] = __builtin_preserve_enum_value(*(enum color *)GREEN, 0);
  result[6] = __builtin_preserve_enum_value(*(enum color *)GREEN, 1);
  result[7] = __builtin_preserve_type_info(*task, 2);
  result[8] = __builtin_preserve_field_info(((nameless *)0)->second, 0);
  result[9] = __builtin_preserve_enum_value(*(mood *)GLAD, 1);
  return 0;
}

SEC("tc")
int reads_gone(void *ctx) {
  struct task___mine *task = (void *)(u64)*(u32 *)ctx;
  return task->gone;
}

char _license[] SEC("license") = "GPL";
