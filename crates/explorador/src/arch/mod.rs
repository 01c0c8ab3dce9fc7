//! Lo único que depende del procesador: registros, números de llamada, cómo se
//! repite una llamada y qué memoria toca una instrucción.
//!
//! Llevar el explorador a otra arquitectura es escribir un hermano de
//! `x86_64.rs` con los mismos nombres.

mod access;
mod ahead;
mod base;
mod decode;
mod flags;
mod imitate;
mod keys;
#[cfg(test)]
mod machine;
mod trampoline;
mod x86_64;

pub(crate) use access::{Operand, Touch, operand};
pub(crate) use ahead::{Ahead, ahead};
pub(crate) use base::vector_base;
pub(crate) use imitate::imitate;
pub(crate) use keys::{KEY_FAULT, set_key};
pub(crate) use trampoline::{CALL_WORDS, TRAMPOLINE};
pub(crate) use x86_64::{AUDIT_ARCH, MAX_INSTRUCTION, Regs, X86_CALLS};
