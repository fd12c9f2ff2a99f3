/* One program a notion that is accepted, and others that are rejected, against the families of
 * Ranch.java. */
typedef unsigned int u32;
typedef unsigned long long u64;
#define NULL ((void *)0)

#define __accepted __attribute__((section("socket"), used, btf_decl_tag("comment:test_expect_success")))
#define __rejected_in(kind, rule)                                                                  \
	__attribute__((section(kind), used, btf_decl_tag("comment:test_expect_failure"),           \
		       btf_decl_tag("mortise_rule=" rule)))
#define __rejected(rule) __rejected_in("socket", rule)
#define __ksym __attribute__((section(".ksyms")))
#define __noinline __attribute__((noinline))
#define __contains(struct_, member_) __attribute__((btf_decl_tag("contains:" #struct_ ":" #member_)))
#define __mate(member_) __attribute__((btf_decl_tag("mate:" #member_)))
#define __leash __attribute__((btf_type_tag("leash")))
#define __lead __attribute__((btf_type_tag("lead")))
#define type_id(type) __builtin_btf_type_id(*(typeof(type) *)0, 0)

char LICENSE[] __attribute__((section("license"), used)) = "GPL";

struct gate {
	u32 bits;
};
struct collar {
	u64 bits[2];
};
struct brand {
	u64 bits;
};
struct pen {
	u64 bits[2];
};
struct tally {
	u64 bits[2];
};

struct animal {
	u64 weight;
	struct collar collar;
	struct brand brand __mate(collar);
};
struct sheep {
	u64 wool;
	struct collar collar;
};

struct gate gate;
struct pen pen __contains(animal, collar);
struct animal __leash *leashed;
struct animal __lead *led;
u64 number;

struct field {
	struct gate gate;
	u32 pad;
	struct pen pen __contains(animal, collar);
	struct pen other __contains(animal, collar);
};
struct field hidden_field __attribute__((section(".data.field")));

extern struct animal *animal_new(u64 type) __ksym;
extern void animal_free(void *animal) __ksym;
extern void animal_lend(void *animal) __ksym;
extern void animal_share(void *animal, u64 count) __ksym;
extern int animal_drop(void *animal) __ksym;
extern void animal_wash(void *animal) __ksym;
extern void animal_show(void *animal) __ksym;
extern int animal_inspect(void *animal) __ksym;
extern void animal_mark(struct collar *collar) __ksym;
extern void animal_marked(void *animal) __ksym;
extern void animal_branded(struct collar *collar) __ksym;
extern void animal_all_washed(void) __ksym;
extern void animal_rain(void) __ksym;
extern void animal_weigh(u64 grams) __ksym;
extern void pen_put(struct collar *collar, struct pen *pen) __ksym;
extern void pen_check(struct collar *collar, struct pen *pen) __ksym;
extern struct animal *pen_look(struct pen *pen) __ksym;
extern void pen_empty(struct pen *pen, int (*each)(struct animal *, void *), void *context) __ksym;
extern void gate_open(struct gate *gate) __ksym;
extern void gate_close(struct gate *gate) __ksym;
extern void night_begin(void) __ksym;
extern void night_end(void) __ksym;
extern void nap(void) __ksym;
extern void quiet(void) __ksym;
extern int herd_any(u64 count, int (*each)(u64, void *), void *context) __ksym;
extern int herd_once(int (*each)(u64, void *), void *context) __ksym;
extern int herd_later(int (*each)(void)) __ksym;
extern int herd_later_awake(int (*each)(void)) __ksym;
extern void tally_new(struct tally *tally) __ksym;
extern u64 *tally_next(struct tally *tally) __ksym;
extern void tally_end(struct tally *tally) __ksym;

#define NEW(name)                                                                                  \
	struct animal *name = animal_new(type_id(struct animal));                                  \
	if (!name)                                                                                 \
		return 0

/* Identity and obligation. */

__accepted int owed_and_freed(void *ctx)
{
	NEW(a);
	a->weight = 1;
	animal_free(a);
	return 0;
}

__rejected("reference.leak") int owed_and_lost(void *ctx)
{
	NEW(a);
	a->weight = 1;
	return 0;
}

__rejected("memory.not-a-pointer") int used_after_free(void *ctx)
{
	NEW(a);
	animal_free(a);
	a->weight = 1;
	return 0;
}

__accepted int counted(void *ctx)
{
	NEW(a);
	animal_share(a, 2);
	animal_drop(a);
	animal_drop(a);
	animal_drop(a);
	return 0;
}

__rejected("reference.leak") int counted_short(void *ctx)
{
	NEW(a);
	animal_share(a, 2);
	animal_drop(a);
	animal_drop(a);
	return 0;
}

__rejected("ranch.not-an-animal") int counted_over(void *ctx)
{
	NEW(a);
	animal_share(a, 1);
	animal_drop(a);
	animal_drop(a);
	animal_drop(a);
	return 0;
}

__rejected("ranch.grams") int number_out_of_range(void *ctx)
{
	animal_weigh(number);
	return 0;
}

__accepted int number_in_range(void *ctx)
{
	u64 n = number;
	if (n < 100)
		animal_weigh(n);
	return 0;
}

/* A number that only one path keeps in range, known to matter. */
__rejected("ranch.grams") int number_pruned(void *ctx)
{
	u64 n = number & 7;
	if (number > 5) {
		asm volatile("%0 = 1000" : "=r"(n));
	}
	asm volatile("r0 = 0; r0 += 1; r0 += 1; r0 += 1; r0 += 1; r0 += 1; r0 += 1; r0 += 1" ::: "r0");
	if (number > 6)
		asm volatile("r0 = 0" ::: "r0");
	if (number > 7)
		asm volatile("r0 = 1" ::: "r0");
	animal_weigh(n);
	return 0;
}

/* Facets. */

__accepted int washed_and_shown(void *ctx)
{
	NEW(a);
	animal_wash(a);
	animal_show(a);
	animal_free(a);
	return 0;
}

__rejected("ranch.dirty") int dirty_and_shown(void *ctx)
{
	NEW(a);
	animal_show(a);
	animal_free(a);
	return 0;
}

/* Two paths that differ in a facet alone: the one must not stand for the other. */
__rejected("ranch.dirty") int washed_on_one_path(void *ctx)
{
	NEW(a);
	if (number <= 5)
		animal_wash(a);
	asm volatile("r0 = 0; r0 += 1; r0 += 1; r0 += 1; r0 += 1; r0 += 1; r0 += 1; r0 += 1" ::: "r0");
	if (number > 6)
		asm volatile("r0 = 0" ::: "r0");
	if (number > 7)
		asm volatile("r0 = 1" ::: "r0");
	animal_show(a);
	animal_free(a);
	return 0;
}

/* A facet that names another identity. */
__accepted int put_and_checked(void *ctx)
{
	NEW(a);
	gate_open(&hidden_field.gate);
	pen_put(&a->collar, &hidden_field.pen);
	pen_check(&a->collar, &hidden_field.pen);
	gate_close(&hidden_field.gate);
	return 0;
}

__rejected("ranch.elsewhere") int put_and_checked_elsewhere(void *ctx)
{
	NEW(a);
	gate_open(&hidden_field.gate);
	pen_put(&a->collar, &hidden_field.pen);
	pen_check(&a->collar, &hidden_field.other);
	gate_close(&hidden_field.gate);
	return 0;
}

__rejected("ranch.elsewhere") int put_into_either(void *ctx)
{
	NEW(a);
	gate_open(&hidden_field.gate);
	if (number <= 5)
		pen_put(&a->collar, &hidden_field.pen);
	else
		pen_put(&a->collar, &hidden_field.other);
	asm volatile("r0 = 0; r0 += 1; r0 += 1; r0 += 1; r0 += 1; r0 += 1; r0 += 1; r0 += 1" ::: "r0");
	if (number > 6)
		asm volatile("r0 = 0" ::: "r0");
	if (number > 7)
		asm volatile("r0 = 1" ::: "r0");
	pen_check(&a->collar, &hidden_field.pen);
	gate_close(&hidden_field.gate);
	return 0;
}

/* Fields of an object, and of everything tracked. */
__accepted int every_field(void *ctx)
{
	NEW(a);
	animal_mark(&a->collar);
	animal_marked(a);
	animal_free(a);
	return 0;
}

__rejected("ranch.unmarked") int not_every_field(void *ctx)
{
	NEW(a);
	animal_marked(a);
	animal_free(a);
	return 0;
}

__accepted int companion_there(void *ctx)
{
	NEW(a);
	animal_branded(&a->collar);
	animal_free(a);
	return 0;
}

__rejected("ranch.no-brand") int companion_missing(void *ctx)
{
	struct sheep *s = (void *)animal_new(type_id(struct sheep));
	if (!s)
		return 0;
	animal_branded(&s->collar);
	animal_free(s);
	return 0;
}

__accepted int all_washed(void *ctx)
{
	NEW(a);
	animal_wash(a);
	animal_all_washed();
	animal_free(a);
	return 0;
}

__rejected("ranch.some-dirty") int rained_on(void *ctx)
{
	NEW(a);
	animal_wash(a);
	animal_rain();
	animal_all_washed();
	animal_free(a);
	return 0;
}

/* Sections. */

__accepted int looked_inside(void *ctx)
{
	struct animal *a;

	gate_open(&hidden_field.gate);
	a = pen_look(&hidden_field.pen);
	if (a)
		a->weight = 1;
	gate_close(&hidden_field.gate);
	return 0;
}

__rejected("memory.not-a-pointer") int looked_after(void *ctx)
{
	struct animal *a;

	gate_open(&hidden_field.gate);
	a = pen_look(&hidden_field.pen);
	if (!a) {
		gate_close(&hidden_field.gate);
		return 0;
	}
	gate_close(&hidden_field.gate);
	a->weight = 1;
	return 0;
}

__rejected("ranch.gate-shut") int looked_outside(void *ctx)
{
	pen_look(&hidden_field.pen);
	return 0;
}

__rejected("ranch.other-gate") int closed_another(void *ctx)
{
	gate_open(&hidden_field.gate);
	gate_close(&gate);
	return 0;
}

__rejected("ranch.gate-open") int left_open(void *ctx)
{
	gate_open(&gate);
	return 0;
}

__accepted int nested_nights(void *ctx)
{
	night_begin();
	night_begin();
	night_end();
	night_end();
	return 0;
}

__rejected_in("syscall", "call.function-sleeps-in-region") int still_night(void *ctx)
{
	night_begin();
	night_begin();
	night_end();
	nap();
	night_end();
	return 0;
}

/* Outcomes. */

__accepted int inspected(void *ctx)
{
	NEW(a);
	if (animal_inspect(a))
		animal_show(a);
	animal_free(a);
	return 0;
}

__rejected("ranch.dirty") int inspected_wrongly(void *ctx)
{
	NEW(a);
	if (!animal_inspect(a))
		animal_show(a);
	animal_free(a);
	return 0;
}

/* Invocations. */

static int add_one(u64 i, void *context)
{
	*(u64 *)context += i;
	return 0;
}

static int acquire(u64 i, void *context)
{
	animal_new(type_id(struct animal));
	return 0;
}

static int wash_it(u64 i, void *context)
{
	struct animal *a = *(struct animal **)context;

	animal_wash(a);
	return 0;
}

static int too_much(u64 i, void *context)
{
	return 2;
}

__accepted int any_number(void *ctx)
{
	u64 sum = 0;

	herd_any(1000000, add_one, &sum);
	return 0;
}

__rejected("ranch.dirty") int any_number_may_be_none(void *ctx)
{
	NEW(a);
	struct animal *held = a;

	herd_any(number, wash_it, &held);
	animal_show(a);
	animal_free(a);
	return 0;
}

__rejected("program.return-range") int any_number_wrong_answer(void *ctx)
{
	u64 sum = 0;

	herd_any(10, too_much, &sum);
	return 0;
}

__accepted int exactly_once(void *ctx)
{
	NEW(a);
	struct animal *held = a;

	herd_once(wash_it, &held);
	animal_show(a);
	animal_free(a);
	return 0;
}

static int settle(void)
{
	NEW(a);
	animal_free(a);
	return 0;
}

static int unsettled(void)
{
	NEW(a);
	a->weight = 1;
	return 0;
}

static int sleepy(void)
{
	night_begin();
	night_end();
	nap();
	return 0;
}

__accepted int some_time_later(void *ctx)
{
	gate_open(&gate);
	gate_close(&gate);
	herd_later(settle);
	return 0;
}

__rejected("reference.leak") int later_unsettled(void *ctx)
{
	herd_later(unsettled);
	return 0;
}

__accepted int later_may_sleep(void *ctx)
{
	herd_later_awake(sleepy);
	return 0;
}

__rejected("call.function-might-sleep") int later_must_not_sleep(void *ctx)
{
	herd_later(sleepy);
	return 0;
}

static int take(struct animal *a, void *context)
{
	animal_free(a);
	return 0;
}

static int keep(struct animal *a, void *context)
{
	a->weight = 1;
	return 0;
}

__accepted int removed_and_freed(void *ctx)
{
	pen_empty(&hidden_field.pen, take, NULL);
	return 0;
}

__rejected("reference.leak") int removed_and_lost(void *ctx)
{
	pen_empty(&hidden_field.pen, keep, NULL);
	return 0;
}

/* Slot objects, and answers that repeat. */

__accepted int tallied(void *ctx)
{
	struct tally t;
	u64 *n, sum = 0;

	tally_new(&t);
	while ((n = tally_next(&t)))
		sum += *n;
	tally_end(&t);
	return 0;
}

__rejected("reference.leak") int tally_not_ended(void *ctx)
{
	struct tally t;

	tally_new(&t);
	tally_next(&t);
	return 0;
}

__rejected("ranch.no-tally") int tally_not_begun(void *ctx)
{
	struct tally t;

	tally_next(&t);
	return 0;
}

__rejected("memory.not-a-pointer") int tally_used_after(void *ctx)
{
	struct tally t;
	u64 *n;

	tally_new(&t);
	n = tally_next(&t);
	if (!n) {
		tally_end(&t);
		return 0;
	}
	tally_end(&t);
	number = *n;
	return 0;
}

__rejected("program.infinite-loop") int tally_asked_for_ever(void *ctx)
{
	struct tally t;

	tally_new(&t);
	while (tally_next(&t))
		;
	for (;;)
		tally_next(&t);
	return 0;
}

/* What depends on a round before: dirty after the first. */
__rejected("ranch.dirty") int tally_rounds_differ(void *ctx)
{
	struct tally t;
	NEW(a);

	animal_wash(a);
	tally_new(&t);
	while (tally_next(&t)) {
		animal_show(a);
		animal_rain();
	}
	tally_end(&t);
	animal_free(a);
	return 0;
}

/* Access rules. */

__accepted int leash_read(void *ctx)
{
	struct animal *a;

	night_begin();
	a = leashed;
	if (a)
		number = a->weight;
	night_end();
	return 0;
}

__rejected("memory.not-a-pointer") int leash_read_by_day(void *ctx)
{
	struct animal *a = leashed;

	if (a)
		number = a->weight;
	return 0;
}

__rejected("ranch.leash-store") int leash_written(void *ctx)
{
	leashed = NULL;
	return 0;
}

__accepted int lead_cleared(void *ctx)
{
	led = NULL;
	return 0;
}

__rejected("ranch.lead-store") int lead_written(void *ctx)
{
	led = (void *)number;
	return 0;
}

/* Boundaries: global functions. */

__noinline u64 stroke(u64 *weight)
{
	return weight ? *weight : 0;
}

__noinline u64 doze(u64 n)
{
	nap();
	return n;
}

__accepted int passed_washed(void *ctx)
{
	NEW(a);
	animal_wash(a);
	number = stroke(&a->weight);
	animal_free(a);
	return 0;
}

__rejected("ranch.passed-dirty") int passed_dirty(void *ctx)
{
	NEW(a);
	number = stroke(&a->weight);
	animal_free(a);
	return 0;
}

__rejected("call.global-function-might-sleep") int dozed_at_night(void *ctx)
{
	night_begin();
	number = doze(1);
	night_end();
	return 0;
}

/* Events. */

__rejected("guest.show-by-night") int shown_by_night(void *ctx)
{
	NEW(a);
	animal_wash(a);
	night_begin();
	animal_show(a);
	night_end();
	animal_free(a);
	return 0;
}

/* A subscriber made it dirty again. */
__rejected("ranch.dirty") int shown_twice(void *ctx)
{
	NEW(a);
	animal_wash(a);
	animal_show(a);
	animal_show(a);
	animal_free(a);
	return 0;
}
