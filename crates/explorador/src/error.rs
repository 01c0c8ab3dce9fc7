//! Por qué no se pudo explorar, dicho para una persona.

use std::fmt;

use crate::untraceable::Untraceable;

/// Por qué no se pudo explorar. Cada texto dice qué se esperaba, qué ocurrió y
/// qué hacer; ninguno es un veredicto sobre el programa, salvo
/// [`Error::Multithreaded`].
#[derive(Debug)]
pub enum Error {
    /// Aquí no se puede trazar procesos.
    PtraceUnavailable(Untraceable),
    /// El explorador no conoce este procesador, o esto no es Linux.
    Architecture,
    /// El programa no se pudo poner en marcha. Lleva la explicación.
    Start(String),
    /// El programa crea hilos: comparten toda su memoria y este método no ve
    /// sus carreras, así que no se finge.
    Multithreaded,
    /// El programa usa algo con lo que sus procesos podrían entenderse y que el
    /// explorador no sabe seguir: antes que dar un veredicto equivocado, no da ninguno.
    Unmodelled {
        /// La llamada al sistema, o lo que sea.
        call: String,
        /// Qué tiene de particular.
        why: String,
    },
    /// El plan pedido no se puede seguir: el programa ya no hace lo mismo.
    /// Lleva en qué paso y qué se esperaba.
    ReplayDiverged(String),
    /// El mismo plan, repetido durante la búsqueda, hizo otra cosa: el programa
    /// depende de algo que el explorador no gobierna (la hora, el azar, otro
    /// programa). Lleva qué cambió.
    NotDeterministic(String),
    /// Falló una llamada del propio explorador: cuál y con qué error.
    System {
        /// Qué intentaba el explorador.
        doing: String,
        /// El error que dio el sistema.
        errno: i32,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PtraceUnavailable(why) => write!(
                f,
                "aquí no se puede explorar, porque el sistema no deja trazar procesos: {}. {}",
                why.cause(),
                why.remedy()
            ),
            Self::Architecture => write!(
                f,
                "aquí no se puede explorar: el explorador solo conoce, de momento, los \
                 procesadores x86_64 (Intel y AMD) con Linux, y este es {} con {}",
                std::env::consts::ARCH,
                std::env::consts::OS
            ),
            Self::Start(why) => write!(f, "el programa no se pudo poner en marcha: {why}"),
            Self::Multithreaded => f.write_str(
                "el programa crea hilos (pthread_create, std::thread). El explorador sigue \
                 procesos: los hilos comparten toda su memoria y sus carreras no se verían. \
                 Usa fork en lugar de hilos, o prueba el programa con una herramienta para hilos",
            ),
            Self::Unmodelled { call, why } => write!(
                f,
                "el programa usa {call}, y el explorador no sabe seguirlo: {why}. Por ahí los \
                 procesos podrían hablarse sin que se viera, así que no se da ningún veredicto. \
                 Si puedes, usa memoria compartida, tuberías, semáforos, señales o futex"
            ),
            Self::ReplayDiverged(what) => write!(
                f,
                "el plan no se puede reproducir: {what}. El programa (o sus argumentos, su \
                 entrada o el fallo provocado) ha cambiado desde que se anotó el plan: explora \
                 de nuevo y usa el plan que salga"
            ),
            Self::NotDeterministic(what) => write!(
                f,
                "el programa no hace lo mismo dos veces en el mismo orden: {what}. Depende de \
                 algo que el explorador no gobierna (la hora, números al azar, otro programa, un \
                 archivo que deja y se encuentra al volver a empezar); quítalo o fíjalo, o borra \
                 antes lo que deje, y explora de nuevo"
            ),
            Self::System { doing, errno } => write!(
                f,
                "el explorador no pudo {doing}: {}. No es culpa del programa explorado; si se \
                 repite, prueba con la máquina menos cargada",
                crate::errno::errno_name(*errno)
            ),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    pub(crate) fn system(doing: &str, errno: nix::errno::Errno) -> Self {
        Self::System {
            doing: doing.to_string(),
            errno: errno as i32,
        }
    }
}

impl From<nix::errno::Errno> for Error {
    fn from(errno: nix::errno::Errno) -> Self {
        Self::system("seguir a un proceso del programa", errno)
    }
}
