//! Conversiones entre los números de 64 bits de los registros y los de 32 que
//! el núcleo mira de verdad.

/// Los 32 bits bajos, como entero con signo: un descriptor, un PID, una señal.
#[allow(
    clippy::cast_possible_truncation,
    reason = "el núcleo solo mira estos 32 bits"
)]
pub(crate) fn low_i32(value: u64) -> i32 {
    (value as u32).cast_signed()
}

/// Los 32 bits bajos.
#[allow(
    clippy::cast_possible_truncation,
    reason = "el núcleo solo mira estos 32 bits"
)]
pub(crate) fn low_u32(value: u64) -> u32 {
    value as u32
}

/// Una constante de la biblioteca de C, nunca negativa, como bits de un registro.
pub(crate) fn bits(constant: i32) -> u64 {
    u64::from(constant.unsigned_abs())
}
