//! Nombres de los errores del sistema: `EAGAIN` ↔ 11.

use nix::errno::Errno;

/// El mayor número de error que usa Linux con nombre propio.
const LAST_ERRNO: i32 = 133;

/// El nombre con que las páginas de manual llaman a este error: `11 → "EAGAIN"`.
/// Un número sin nombre se escribe como `errno 999`.
pub fn errno_name(number: i32) -> String {
    match Errno::from_raw(number) {
        Errno::UnknownErrno => format!("errno {number}"),
        known => format!("{known:?}"),
    }
}

/// El número del error que se llama así: `"EAGAIN" → 11`. Admite los sinónimos
/// de uso corriente (`EWOULDBLOCK`, `EDEADLOCK`, `ENOTSUP`).
pub fn errno_from_name(name: &str) -> Option<i32> {
    match name {
        "EWOULDBLOCK" => return Some(libc::EAGAIN),
        "EDEADLOCK" => return Some(libc::EDEADLK),
        "ENOTSUP" => return Some(libc::ENOTSUP),
        _ => {}
    }
    (1..=LAST_ERRNO).find(|&number| {
        let errno = Errno::from_raw(number);
        errno != Errno::UnknownErrno && format!("{errno:?}") == name
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cada_nombre_vuelve_a_su_numero() {
        for number in [1, 4, 11, 12, 22, 32, 133] {
            assert_eq!(errno_from_name(&errno_name(number)), Some(number));
        }
        assert_eq!(errno_from_name("ENADA"), None);
        assert_eq!(errno_name(9999), "errno 9999");
    }
}
