//! Qué significa cada señal, para quien lee por qué terminó un proceso.
//!
//! Los nombres (`SIGSEGV`) no se traducen: `Signal::as_str` ya los da.

use nix::sys::signal::Signal;

/// Lo que la señal le dice al proceso que la recibe.
///
/// La frase empieza en minúscula y no acaba en punto, para ir detrás del nombre:
/// «SIGSEGV (acceso a memoria no permitido)». Véase signal(7).
///
/// ```
/// use nix::sys::signal::Signal;
/// assert_eq!(castellano::signal::describe(Signal::SIGKILL), "muerte inmediata, que no se puede evitar");
/// ```
pub fn describe(signal: Signal) -> &'static str {
    match signal {
        Signal::SIGHUP => "se cerró la terminal",
        Signal::SIGINT => "interrupción desde el teclado (Ctrl-C)",
        Signal::SIGQUIT => "abandono desde el teclado (Ctrl-\\)",
        Signal::SIGILL => "instrucción que el procesador no reconoce",
        Signal::SIGTRAP => "punto de parada de un depurador",
        Signal::SIGABRT => "el propio programa pidió abortar",
        Signal::SIGBUS => {
            "acceso a memoria sin nada detrás (más allá del final del archivo, o mal alineado)"
        }
        Signal::SIGFPE => "operación aritmética imposible (por ejemplo, dividir entre cero)",
        Signal::SIGKILL => "muerte inmediata, que no se puede evitar",
        Signal::SIGUSR1 => "señal del usuario número 1",
        Signal::SIGSEGV => "acceso a memoria no permitido",
        Signal::SIGUSR2 => "señal del usuario número 2",
        Signal::SIGPIPE => "escritura en una tubería que ya nadie lee",
        Signal::SIGALRM => "venció la alarma",
        Signal::SIGTERM => "petición de terminar",
        Signal::SIGCHLD => "un hijo terminó o cambió de estado",
        Signal::SIGCONT => "permiso para continuar",
        Signal::SIGSTOP => "parada, que no se puede evitar",
        Signal::SIGTSTP => "parada desde el teclado (Ctrl-Z)",
        Signal::SIGTTIN => "lectura de la terminal desde el segundo plano",
        Signal::SIGTTOU => "escritura en la terminal desde el segundo plano",
        Signal::SIGURG => "datos urgentes en un socket",
        Signal::SIGXCPU => "superó el límite de tiempo de procesador",
        Signal::SIGXFSZ => "superó el límite de tamaño de archivo",
        Signal::SIGVTALRM => "venció la alarma de tiempo propio",
        Signal::SIGPROF => "venció la alarma del perfilador",
        Signal::SIGWINCH => "la ventana cambió de tamaño",
        Signal::SIGIO => "ya se puede leer o escribir",
        Signal::SIGSYS => "llamada al sistema prohibida o inexistente",
        #[cfg(target_os = "linux")]
        Signal::SIGPWR => "fallo de alimentación",
        #[cfg(target_os = "linux")]
        Signal::SIGSTKFLT => "fallo de pila del coprocesador",
        _ => "señal poco común",
    }
}

#[cfg(test)]
mod tests {
    use super::describe;
    use nix::sys::signal::Signal;
    use std::collections::BTreeSet;

    #[test]
    fn cada_senal_tiene_su_propia_frase() {
        let phrases: BTreeSet<_> = Signal::iterator().map(describe).collect();

        assert_eq!(phrases.len(), Signal::iterator().count());
        assert!(!phrases.contains("señal poco común"));
    }
}
