/*
 * The kernel as the peer: loads each program of an object on its own and says what its verifier took.
 *
 *   kernel load OBJECT [ROUNDS]   program, instructions, microseconds (the least of ROUNDS), or why not
 *   kernel run OBJECT             program, nanoseconds for one run (the kernel's own compiler), result
 *
 * Built by bench.sh where a C compiler and libbpf are installed; needs the right to load programs.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char text[1 << 16];

static int quiet(enum libbpf_print_level level, const char *format, va_list arguments)
{
	return 0;
}

/* Loads the program number `which` of the object and no other; the object, or NULL. */
static struct bpf_object *load(const char *file, int which, const char **name, int *fd)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .kernel_log_level = 4);
	struct bpf_object *object = bpf_object__open_file(file, &options);
	struct bpf_program *program;
	int at = 0;

	*name = NULL;
	*fd = -1;
	if (!object)
		return NULL;
	bpf_object__for_each_program(program, object) {
		bool chosen = at++ == which;

		bpf_program__set_autoload(program, chosen);
		if (chosen) {
			*name = strdup(bpf_program__name(program));
			text[0] = 0;
			bpf_program__set_log_buf(program, text, sizeof(text));
			bpf_program__set_log_level(program, 4);
		}
	}
	if (!*name || bpf_object__load(object)) {
		bpf_object__close(object);
		return NULL;
	}
	bpf_object__for_each_program(program, object)
		if (bpf_program__autoload(program))
			*fd = bpf_program__fd(program);
	return object;
}

static long number(const char *after)
{
	const char *at = strstr(text, after);

	return at ? atol(at + strlen(after)) : -1;
}

static void last_line(char *line, size_t size)
{
	char *end = text + strlen(text), *at;

	while (end > text && end[-1] == '\n')
		*--end = 0;
	at = strstr(text, "\nverification time");
	if (at)
		*at = 0;
	at = strrchr(text, '\n');
	snprintf(line, size, "%s", at ? at + 1 : text);
	for (at = line; *at; at++)
		if (*at == '\t')
			*at = ' ';
}

static int load_all(const char *file, int rounds)
{
	for (int which = 0;; which++) {
		long best = -1, instructions = -1;
		const char *name;
		char why[200] = "";

		for (int i = 0; i < rounds; i++) {
			int fd;
			struct bpf_object *object = load(file, which, &name, &fd);
			long took = number("verification time ");

			if (!name)
				return 0;
			instructions = number("processed ");
			if (!object) {
				last_line(why, sizeof(why));
				break;
			}
			if (best < 0 || took < best)
				best = took;
			bpf_object__close(object);
		}
		printf("%s\t%ld\t%ld\t%s\n", name, instructions, best, why);
		fflush(stdout);
	}
}

static int by_value(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return x < y ? -1 : x > y;
}

static int run_all(const char *file)
{
	static unsigned char packet[256], out[512];

	for (int which = 0;; which++) {
		unsigned samples[9], repeat = 1;
		const char *name;
		int fd, error = 0;
		struct bpf_object *object = load(file, which, &name, &fd);
		LIBBPF_OPTS(bpf_test_run_opts, run, .data_in = packet, .data_size_in = sizeof(packet),
			    .data_out = out, .repeat = 3);

		if (!name)
			return 0;
		if (!object)
			continue;
		run.data_size_out = sizeof(out);
		error = bpf_prog_test_run_opts(fd, &run);
		if (!error) {
			repeat = run.duration ? 20000000u / run.duration : 100000;
			repeat = repeat < 3 ? 3 : repeat > 100000 ? 100000 : repeat;
			for (int i = 0; i < 9; i++) {
				run.repeat = repeat;
				run.data_size_out = sizeof(out);
				error |= bpf_prog_test_run_opts(fd, &run);
				samples[i] = run.duration;
			}
			qsort(samples, 9, sizeof(samples[0]), by_value);
		}
		printf("%s\t%ld\t%u\n", name, error ? -1L : (long)samples[4], run.retval);
		fflush(stdout);
		bpf_object__close(object);
	}
}

int main(int count, char **arguments)
{
	libbpf_set_print(quiet);
	if (count >= 3 && !strcmp(arguments[1], "load"))
		return load_all(arguments[2], count > 3 ? atoi(arguments[3]) : 5);
	if (count == 3 && !strcmp(arguments[1], "run"))
		return run_all(arguments[2]);
	fprintf(stderr, "usage: kernel load OBJECT [ROUNDS] | kernel run OBJECT\n");
	return 2;
}
