//! Ataque: esconde `no_mangle` detrás de un identificador en crudo y de una macro.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: los demás archivos usan el suyo, o está BIEN.

macro_rules! with {
    ($attribute:ident, $item:item) => {
        #[unsafe($attribute)]
        $item
    };
}

with!(
    no_mangle,
    pub extern "C" fn r#exit(_code: i32) -> ! {
        unsafe { nix::libc::_exit(0) }
    }
);

fn attempt() -> bool {
    false
}
