// The types that core.bpf.c meets: the same names, other places.
#define SEC(name) __attribute__((section(name), used))

typedef unsigned long long u64;
typedef unsigned int u32;

struct task {
  u64 before[3];
  struct task *parent;
  union {
    u64 state;
    u32 half;
  };
  u64 id;
  u32 other : 7;
  u32 flag : 3;
};

enum color {
  BLUE = 1,
  RED = 5,
  GREEN = 6,
};

typedef struct {
  u64 new;
  u32 first;
  u64 second;
} nameless;

typedef enum {
  SAD = 3,
  GLAD = 4,
} mood;

nameless thing;
mood now;
struct task task;
enum color color;

SEC("tc")
int nothing(void *ctx) { return 0; }
