//! Lo que se le deja a un programa: ni esperas sin fin ni una máquina tomada.

use serde::{Deserialize, Serialize};

/// Los límites de una ejecución.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// Milisegundos que puede durar.
    pub milliseconds: u64,
    /// MiB de memoria de cada proceso.
    pub memory_mib: Option<u64>,
    /// MiB de memoria que pueden ocupar entre todos.
    pub together_mib: Option<u64>,
    /// MiB del fichero más grande que puede escribir.
    pub file_mib: u64,
    /// KiB de salida.
    pub output_kib: usize,
    /// Procesos a la vez.
    pub processes: usize,
}

/// Para el programa de un lector: los del libro tardan milésimas y caben en 4 MiB.
pub const PROGRAM: Allowance = Allowance {
    milliseconds: 10_000,
    memory_mib: Some(512),
    together_mib: Some(1024),
    file_mib: 16,
    output_kib: 256,
    processes: 128,
};

/// Para quien explora un programa por todos sus órdenes: él mismo deja de buscar
/// antes de este plazo, que es para cuando algo va mal. Lo que explora tiene la misma
/// memoria que al ejecutarlo, y se comporta igual.
pub const EXPLORATION: Allowance = Allowance {
    milliseconds: 30_000,
    memory_mib: PROGRAM.memory_mib,
    together_mib: Some(1024),
    file_mib: 16,
    output_kib: 16 << 10,
    processes: 256,
};

/// Para el compilador, que es grande pero conocido.
pub const COMPILER: Allowance = Allowance {
    milliseconds: 60_000,
    memory_mib: Some(4096),
    together_mib: Some(1536),
    file_mib: 256,
    output_kib: 256,
    processes: 64,
};

/// Para `cargo`, que prepara las bibliotecas del curso una vez: la primera puede tener
/// que bajarlas. Es nuestro, y lo único que importa es que no nos sobreviva. Cada
/// `rustc` tiene muchos hilos, y hay tantos como procesadores.
pub const PREPARATION: Allowance = Allowance {
    milliseconds: 30 * 60 * 1000,
    memory_mib: None,
    together_mib: None,
    file_mib: 4096,
    output_kib: 256,
    processes: 4096,
};

/// Para corregir un paso desde su página: compilarlo y juzgarlo. A lo que se juzga se le
/// ponen además los de [`JUDGE`]. La memoria de todos es para que no llenen la máquina:
/// compilando con muchos procesadores se usa bastante.
pub const GRADING: Allowance = Allowance {
    milliseconds: 30 * 60 * 1000,
    memory_mib: None,
    together_mib: Some(8192),
    file_mib: 4096,
    output_kib: 32 << 10,
    processes: 256,
};

/// Para un juez y los programas que prueba. Él ya le pone plazo a cada uno; esto es para
/// lo que no puede medir.
pub const JUDGE: Allowance = Allowance {
    milliseconds: 4 * 60 * 1000,
    memory_mib: Some(2048),
    together_mib: None,
    file_mib: 64,
    output_kib: 16 << 10,
    processes: 256,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn el_libro_dice_estos_limites() {
        let book = include_str!("../../../../book/como-usar.md");
        let mib = |limit: Option<u64>| limit.unwrap();
        for figure in [
            format!("pasar de {} procesos", PROGRAM.processes),
            format!("tiene {} MiB", mib(PROGRAM.memory_mib)),
            format!("entre todos, {}", mib(PROGRAM.together_mib)),
            format!("a los {} KiB", PROGRAM.output_kib),
        ] {
            assert!(book.contains(&figure), "{figure}");
        }
        assert_eq!(PROGRAM.milliseconds, 10_000);
        assert!(book.contains("a los diez segundos"));
    }
}
