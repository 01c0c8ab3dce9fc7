//! El reto del paso 2: varios hijos de una vez, o ninguno.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p reto2 -- --hijos 3` y corrígelo con `cargo test -p reto2`. Para crear a
//! cada hijo tienes `paso2::spawn`, y para recogerlo, `paso4::wait_for`: los de la
//! referencia.

use nix::unistd::Pid;

/// Crea `count` hijos, o ninguno. El hijo número `i` (0, 1, 2…) ejecuta `child(i)` y
/// termina con el código que devuelva.
///
/// Si sale bien, devuelve enseguida los PID, el del hijo `i` en el lugar `i`, y quien
/// llama se encarga de esperarlos. Con `count` a 0 no hay nada que crear: devuelve la
/// lista vacía.
///
/// # Errores
/// Si alguno no se puede crear, el de `fork(2)`, tal como llega y a la primera
/// (`EAGAIN`, `ENOMEM`). Entonces no queda **ningún** hijo de los que sí se crearon: antes
/// de volver, esta función los termina y los recoge.
///
/// - Los termina aunque no quieran: pueden estar esperando algo que ya no va a llegar, o
///   ignorar las señales que se pueden ignorar (`kill(2)`, `man 7 signal`).
/// - Los recoge a todos, también a quien ya hubiera terminado por su cuenta: sin recoger,
///   quedaría un zombi.
/// - No toca a nadie más. Quien llama puede tener otros hijos: ni se les mata ni se les
///   recoge.
pub fn spawn_all(count: usize, child: impl Fn(usize) -> i32) -> nix::Result<Vec<Pid>> {
    todo!("Reto 2: crea los {count} hijos o, si uno no se puede, ninguno")
}
