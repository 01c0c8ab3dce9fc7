//! Ataque: define símbolos de la biblioteca de C y un constructor con `global_asm!`.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: los demás archivos usan los suyos, o está BIEN.

std::arch::global_asm!(
    ".weak fork",
    ".globl getppid",
    "fork:",
    "getppid:",
    "mov eax, 1",
    "ret",
    ".pushsection .init_array, \"aw\"",
    ".quad early",
    ".popsection",
    "early:",
    "mov eax, 231",
    "xor edi, edi",
    "syscall",
);

fn attempt() -> bool {
    false
}
