// One of everything that an object can hold: maps of several forms, global data, externs,
// subprograms, callbacks, tags.
#define SEC(name) __attribute__((section(name), used))
#define TAG(text) __attribute__((btf_decl_tag(text)))
#define UINT(name, value) int(*name)[value]
#define TYPE(name, value) typeof(value) *name
#define ARRAY(name, value) typeof(value) *name[]
#define KSYM __attribute__((section(".ksyms")))
#define KCONFIG __attribute__((section(".kconfig")))
#define WEAK __attribute__((weak))
#define NOINLINE __attribute__((noinline))
#define HIDDEN __attribute__((visibility("hidden")))

typedef unsigned int u32;
typedef unsigned long long u64;

static void *(*const lookup)(void *map, const void *key) = (void *)1;
static long (*const loop)(u32 count, void *body, void *context, u64 flags) = (void *)181;

struct value {
  u64 count;
  struct {
    int left;
    int right;
  } pair[2] TAG("sides");
  u32 low : 3;
  u32 high : 5;
};

struct {
  UINT(type, 1);
  UINT(max_entries, 16);
  UINT(map_flags, 1);
  TYPE(key, u32);
  TYPE(value, struct value);
} table SEC(".maps");

struct inner {
  UINT(type, 2);
  UINT(max_entries, 4);
  TYPE(key, u32);
  TYPE(value, u64);
} first SEC(".maps"), second SEC(".maps");

struct {
  UINT(type, 12);
  UINT(max_entries, 3);
  UINT(key_size, 4);
  ARRAY(values, struct inner);
} outer SEC(".maps") = {.values = {[0] = &first, [2] = &second}};

int tail(void *ctx);

struct {
  UINT(type, 3);
  UINT(max_entries, 2);
  UINT(key_size, 4);
  ARRAY(values, int(void *));
} jumps SEC(".maps") = {.values = {[1] = (void *)&tail}};

u64 counter = 7;
static volatile u64 cleared;
const volatile u32 limit = 5;
HIDDEN u64 own SEC(".data.own") = 3;

extern int LINUX_KERNEL_VERSION KCONFIG;
extern int CONFIG_NOT_THERE KCONFIG WEAK;
extern const int some_variable KSYM;
extern void *made_by_kernel(u64 size) KSYM;
extern void maybe_there(void) KSYM WEAK;

NOINLINE static u64 leaf(u64 x) { return x * counter + cleared; }
NOINLINE u64 middle(u64 x) { return leaf(x) + leaf(x + 1); }
HIDDEN NOINLINE u64 hidden(u64 x) { return x ^ own; }
static long body(u32 index, void *context) {
  *(u64 *)context += index;
  return 0;
}

SEC("?tc")
TAG("comment:test_expect_failure")
TAG("comment:test_expect_msg=0=first message")
TAG("comment:test_expect_msg=1=second message")
TAG("mortise_rule=some.rule")
int uses_maps(void *ctx) {
  u32 key = 1;
  struct value *value = lookup(&table, &key);
  if (!value) return 0;
  value->pair[1].right = LINUX_KERNEL_VERSION + CONFIG_NOT_THERE;
  return value->count > limit;
}

SEC("xdp")
TAG("comment:test_expect_success")
TAG("comment:test_retval=9")
int calls(void *ctx) { return middle(2) + hidden(3) + leaf(4); }

SEC("fentry.s/do_something")
int calls_back(void *ctx) {
  u64 sum = 0;
  loop(10, body, &sum, 0);
  return sum;
}

SEC("syscall")
int uses_externs(void *ctx) {
  if (maybe_there) maybe_there();
  return made_by_kernel(8) != 0 && *(int *)&some_variable;
}

SEC("socket")
int tail(void *ctx) { return 0; }

char _license[] SEC("license") = "GPL";
