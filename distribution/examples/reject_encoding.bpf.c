/* Instructions that mean nothing, and control flow that leads nowhere; written byte by byte. */
#include "example.h"

/* opcode, registers (source * 16 + destination), offset, immediate */
#define RAW(opcode, registers, offset, immediate) \
	".byte " #opcode ", " #registers "; .short " #offset "; .long " #immediate ";"

#define EXIT "r0 = 0; exit;"

SEC("tc") __failure __msg("last insn is not an exit or jmp") __rule("program.falls-off-the-end")
NAKED int no_exit(void)
{
	asm volatile("r0 = 0;" ::);
}

SEC("tc") __failure __msg("jump out of range from insn 1 to 102")
__rule("program.jump-out-of-range")
NAKED int jump_far_away(void)
{
	asm volatile("r0 = 0; if r0 == 0 goto +100; exit;" ::);
}

SEC("tc") __failure __msg("jump out of range from insn 1 to -3") __rule("program.jump-out-of-range")
NAKED int jump_before_the_start(void)
{
	asm volatile("r0 = 0; if r0 == 1 goto -5; exit;" ::);
}

SEC("tc") __failure __msg("jump into the middle of ldimm64 insn 2")
__rule("program.jump-into-instruction")
NAKED int jump_into_a_wide_instruction(void)
{
	asm volatile("r0 = 0; if r0 == 1 goto +1; r1 = 0x100000000 ll; exit;" ::);
}

SEC("tc") __failure __msg("unknown opcode ff") __rule("instruction.unknown-opcode")
NAKED int opcode_unknown(void)
{
	asm volatile(RAW(0xff, 0, 0, 0) EXIT ::);
}

SEC("tc") __failure __msg("unknown opcode fd") __rule("instruction.unknown-opcode")
NAKED int jump_opcode_unknown(void)
{
	asm volatile(RAW(0xfd, 0, 0, 0) EXIT ::);
}

SEC("tc") __failure __msg("R12 is invalid") __rule("instruction.invalid-register")
NAKED int register_12_read(void)
{
	asm volatile(RAW(0xbf, 0xc0, 0, 0) EXIT ::);
}

SEC("tc") __failure __msg("R15 is invalid") __rule("instruction.invalid-register")
NAKED int register_15_written(void)
{
	asm volatile(RAW(0xb7, 0x0f, 0, 0) EXIT ::);
}

SEC("tc") __failure __msg("BPF_ALU uses reserved fields") __rule("instruction.reserved-field")
NAKED int addition_with_offset(void)
{
	asm volatile("r0 = 0;" RAW(0x07, 0, 1, 0) EXIT ::);
}

SEC("tc") __failure __msg("BPF_MOV uses reserved fields") __rule("instruction.reserved-field")
NAKED int move_with_offset(void)
{
	asm volatile("r0 = 0;" RAW(0xb7, 0, 3, 0) EXIT ::);
}

SEC("tc") __failure __msg("BPF_NEG uses reserved fields") __rule("instruction.reserved-field")
NAKED int negation_with_immediate(void)
{
	asm volatile("r0 = 0;" RAW(0x87, 0, 0, 5) EXIT ::);
}

SEC("tc") __failure __msg("BPF_END uses reserved fields") __rule("instruction.reserved-field")
NAKED int swap_of_24_bits(void)
{
	asm volatile("r0 = 0;" RAW(0xd4, 0, 0, 24) EXIT ::);
}

SEC("tc") __failure __msg("BPF_JA uses reserved fields") __rule("instruction.reserved-field")
NAKED int jump_with_source(void)
{
	asm volatile(RAW(0x05, 0x10, 0, 0) EXIT ::);
}

SEC("tc") __failure __msg("BPF_EXIT uses reserved fields") __rule("instruction.reserved-field")
NAKED int exit_with_immediate(void)
{
	asm volatile("r0 = 0;" RAW(0x95, 0, 0, 1)::);
}

SEC("tc") __failure __msg("BPF_JMP/JMP32 uses reserved fields") __rule("instruction.reserved-field")
NAKED int comparison_with_immediate_and_register(void)
{
	asm volatile("r0 = 0;" RAW(0x1d, 0x00, 0, 7) EXIT ::);
}

SEC("tc") __failure __msg("BPF_LDX uses reserved fields") __rule("instruction.reserved-field")
NAKED int load_with_immediate(void)
{
	asm volatile(RAW(0x61, 0x10, 0, 4) EXIT ::);
}

SEC("tc") __failure __msg("BPF_ST uses reserved fields") __rule("instruction.reserved-field")
NAKED int store_with_source(void)
{
	asm volatile(RAW(0x62, 0x1a, -8, 4) EXIT ::);
}

SEC("tc") __failure __msg("BPF_LD_[ABS|IND] uses reserved fields")
__rule("instruction.reserved-field")
NAKED int packet_load_with_offset(void)
{
	asm volatile("r6 = r1;" RAW(0x30, 0, 2, 0) EXIT ::);
}

SEC("tc") __failure __msg("invalid bpf_ld_imm64 insn") __rule("instruction.invalid-wide-constant")
NAKED int wide_constant_cut_off(void)
{
	asm volatile(RAW(0x18, 0, 0, 1) EXIT ::);
}

SEC("tc") __failure __msg("BPF_ATOMIC uses invalid atomic opcode 77")
__rule("instruction.invalid-atomic")
NAKED int atomic_operation_unknown(void)
{
	asm volatile("r0 = 0; *(u64 *)(r10 - 8) = r0;" RAW(0xdb, 0x0a, -8, 0x77) EXIT ::);
}

SEC("tc") __failure __msg("invalid atomic operand size") __rule("instruction.invalid-atomic-size")
NAKED int atomic_on_a_byte(void)
{
	asm volatile("r0 = 0; *(u64 *)(r10 - 8) = r0;" RAW(0xd3, 0x0a, -8, 0) EXIT ::);
}

LICENSE("GPL");
