//! El azar, siempre el mismo: lo que un proceso pide al núcleo (`getrandom`,
//! `/dev/urandom`) y lo que le da al arrancar (`AT_RANDOM`) depende solo de su PID en
//! el plan y de cuántas veces lo ha pedido. Lo que saque del procesador (`rdrand`) o
//! de la hora no se puede gobernar: si cambia un final, se dice.

use crate::sys::Sys;
use crate::tracee::Tracee;

/// Lo más que se da de una vez; `getrandom` y `read` pueden dar menos de lo pedido.
const MOST: u64 = 1 << 16;

/// Entradas del vector auxiliar (`<linux/auxvec.h>`).
const AT_NULL: u64 = 0;
const AT_RANDOM: u64 = 25;
/// Los bytes a los que apunta `AT_RANDOM`.
const SEED_BYTES: u64 = 16;
/// Punteros que se miran de la pila inicial: argumentos, entorno y vector auxiliar.
const MAX_POINTERS: u64 = 100_000;

/// Los bytes que se dan: parecen al azar, y nunca más de los que caben en una petición. Es SplitMix64: reparte bien y cabe en tres líneas.
pub(crate) fn bytes(process: i32, draw: u64, length: u64) -> Vec<u8> {
    let mut state = (u64::from(process.unsigned_abs()) << 32) ^ draw;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let length = usize::try_from(length.min(MOST)).unwrap_or(0);
    let words = std::iter::repeat_with(|| next().to_le_bytes()).flatten();
    words.take(length).collect()
}

/// Escribe en la memoria del proceso lo que ha pedido al azar. Devuelve cuántos bytes.
pub(crate) fn fill(
    tracee: &Tracee,
    process: i32,
    draw: u64,
    address: u64,
    length: u64,
) -> Sys<i64> {
    let bytes = bytes(process, draw, length);
    if !bytes.is_empty() {
        tracee.write(address, &bytes)?;
    }
    Ok(i64::try_from(bytes.len()).unwrap_or(i64::MAX))
}

/// Fija los bytes al azar que el núcleo dio al proceso al cargar el programa, que
/// aún no ha ejecutado nada: sus registros y su pila son los iniciales.
pub(crate) fn fix_startup(tracee: &Tracee, process: i32) -> Sys<()> {
    let mut place = tracee.regs()?.stack();
    let argc = tracee.read_u64(place)?;
    place += 8 * (argc.min(MAX_POINTERS) + 2);
    for _ in 0..MAX_POINTERS {
        let entry = tracee.read_u64(place)?;
        place += 8;
        if entry == 0 {
            break;
        }
    }
    for _ in 0..MAX_POINTERS {
        match tracee.read_u64(place)? {
            AT_NULL => break,
            AT_RANDOM => {
                let address = tracee.read_u64(place + 8)?;
                return fill(tracee, process, u64::MAX, address, SEED_BYTES).map(drop);
            }
            _ => place += 16,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn el_azar_es_siempre_el_mismo_y_distinto_en_cada_peticion() {
        assert_eq!(bytes(1000, 0, 20), bytes(1000, 0, 20));
        assert_eq!(bytes(1000, 0, 20).len(), 20);
        assert_ne!(bytes(1000, 0, 16), bytes(1000, 1, 16));
        assert_ne!(bytes(1000, 0, 16), bytes(1001, 0, 16));
    }
}
