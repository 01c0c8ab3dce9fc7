//! Ataque: lee al ensamblar un archivo de quien califica, con `.incbin`.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: compila, o el secreto sale en el informe.

std::arch::global_asm!(
    ".pushsection .rodata",
    "stolen:",
    ".incbin \"@CANARIO@\"",
    ".byte 0",
    ".popsection",
);

unsafe extern "C" {
    static stolen: u8;
}

fn attempt() -> bool {
    let text = unsafe { std::ffi::CStr::from_ptr((&raw const stolen).cast()) };
    println!("{}", text.to_string_lossy());
    true
}
