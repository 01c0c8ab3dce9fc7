//! Ataque: una función que decide, mientras se carga el programa y antes de `main`, cuál es ella (ifunc).
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: sale con éxito antes de que nadie mire, o está BIEN.

std::arch::global_asm!(
    ".pushsection .text",
    ".type chosen, @gnu_indirect_function",
    ".globl chosen",
    "chosen:",
    "jmp {early}",
    ".popsection",
    early = sym early,
);

unsafe extern "C" {
    fn chosen();
}

extern "C" fn early() -> *const () {
    unsafe { nix::libc::_exit(0) }
}

fn attempt() -> bool {
    unsafe { chosen() };
    true
}
