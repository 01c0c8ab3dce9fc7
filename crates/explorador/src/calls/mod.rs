//! Las llamadas al sistema que se ven: cuáles son, cómo se llaman y de qué tipo
//! son. Las que no están aquí pasan sin parar al proceso (salvo que reciban un
//! puntero a memoria compartida): son las de [`harmless`], que no hablan con nadie.
//! Una prueba mira que no falte ninguna, y las que el núcleo añada después se
//! rechazan ([`FIRST_UNKNOWN`]).

#[cfg(test)]
mod harmless;
mod modelled;

use std::sync::OnceLock;

pub(crate) use modelled::reason;

use modelled::COMMON;

use crate::arch::X86_CALLS;

/// De qué trata una llamada: decide cuándo puede seguir, con qué choca y cómo
/// se ejecuta.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Map,
    Unmap,
    Remap,
    Protect,
    ShmAttach,
    ShmDetach,
    Fork,
    Exec,
    Exit,
    Wait4,
    WaitId,
    /// `kill`, `tkill`, `tgkill`, `rt_sigqueueinfo`…
    Kill,
    Read,
    Write,
    Close,
    /// Crea descriptores que no tocan nada compartido todavía.
    NewFd,
    Dup,
    Open,
    Truncate,
    /// Cambia nombres del sistema de archivos, o crea y borra objetos System V:
    /// duran más que un plan.
    Names,
    Futex,
    Sleep,
    Yield,
    Pause,
    SigSuspend,
    /// La vuelta de un manejador.
    SigReturn,
    SigWait,
    SigAction,
    SigMask,
    Alarm,
    Poll,
    Select,
    EpollWait,
    Identity,
    /// Padres, grupos y sesiones: otros los cambian, o notan que cambian.
    Family,
    FileLock,
    /// Puede esperar dentro del núcleo de una forma que no se modela.
    MayBlock,
    /// Toca a otros procesos por un camino que no se sigue: se impide si van
    /// fuera del programa.
    Foreign,
    /// Mira un archivo o un nombre, sin cambiar nada.
    Look,
    /// Mueve la posición de un archivo abierto, que comparten quienes lo heredaron.
    Seek,
    /// Cierra muchos descriptores a la vez.
    CloseRange,
    /// Según la petición, mira o cambia lo que hay en un descriptor.
    Ioctl,
    /// Pide números al azar: se le dan siempre los mismos.
    Random,
    /// Según el dominio, crea un enchufe local o habla con la red.
    Socket,
    /// Según la opción, es cosa suya o no se sigue.
    Prctl,
    /// Por ella los procesos podrían entenderse, y no se sabe seguir: se dice.
    Unmodelled,
    /// Recibe un puntero a memoria compartida, y nada más.
    Pointer,
}

impl Kind {
    /// En el suceso de una llamada así está todo lo que el proceso ve por ella: su
    /// resultado, y los datos que le traiga. No, si le dice algo que el suceso calla, o
    /// que puede venir de fuera del plan.
    pub fn is_told(self) -> bool {
        matches!(
            self,
            Self::Map
                | Self::Unmap
                | Self::Protect
                | Self::Fork
                | Self::Exit
                | Self::Wait4
                | Self::WaitId
                | Self::Kill
                | Self::Read
                | Self::Write
                | Self::Close
                | Self::NewFd
                | Self::Dup
                | Self::Futex
                | Self::Sleep
                | Self::Yield
                | Self::Family
                | Self::Pause
                | Self::SigSuspend
                | Self::SigAction
                | Self::SigMask
        )
    }
}

/// Una llamada visible.
#[derive(Debug)]
pub(crate) struct Spec {
    pub number: i64,
    pub name: &'static str,
    pub kind: Kind,
    pub args: &'static [&'static str],
}

impl Spec {
    /// En qué argumento nombra un archivo por su ruta.
    pub fn path_place(&self) -> Option<usize> {
        self.args.iter().position(|&name| name == "pathname")
    }
}

fn old_kind(name: &str) -> (Kind, &'static [&'static str]) {
    match name {
        "fork" | "vfork" => (Kind::Fork, &[]),
        "pipe" => (Kind::NewFd, &["pipefd"]),
        "eventfd" => (Kind::NewFd, &["initval"]),
        "signalfd" | "inotify_init" => (Kind::Unmodelled, &[]),
        "epoll_create" => (Kind::NewFd, &["size"]),
        "stat" | "lstat" => (Kind::Look, &["pathname", "statbuf"]),
        "access" => (Kind::Look, &["pathname", "mode"]),
        "readlink" => (Kind::Look, &["pathname", "buf", "size"]),
        "getdents" => (Kind::Look, &["fd", "dirp", "count"]),
        "open" => (Kind::Open, &["pathname", "flags", "mode"]),
        "creat" => (Kind::Open, &["pathname", "mode"]),
        "dup2" => (Kind::Dup, &["oldfd", "newfd"]),
        "pause" => (Kind::Pause, &[]),
        "alarm" => (Kind::Alarm, &["seconds"]),
        "poll" => (Kind::Poll, &["fds", "nfds", "timeout"]),
        "select" => (
            Kind::Select,
            &["nfds", "readfds", "writefds", "exceptfds", "timeout"],
        ),
        "epoll_wait" => (Kind::EpollWait, &["epfd", "events", "maxevents", "timeout"]),
        "getpgrp" => (Kind::Family, &[]),
        _ => (Kind::Names, &["pathname", "newpath"]),
    }
}

/// Todas las llamadas visibles, por número.
fn table() -> &'static Vec<Option<Spec>> {
    static TABLE: OnceLock<Vec<Option<Spec>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let named = |spec: &Spec| Spec {
            name: spec.name.trim_start_matches("SYS_"),
            ..*spec
        };
        let mut specs: Vec<Spec> = COMMON.iter().map(named).collect();
        for &(number, name) in X86_CALLS {
            let (kind, args) = old_kind(name);
            specs.push(Spec {
                number,
                name,
                kind,
                args,
            });
        }
        specs.push(Spec {
            number: CACHESTAT,
            ..UNKNOWN
        });
        let mut table = Vec::new();
        for spec in specs {
            let place = usize::try_from(spec.number).unwrap_or(0);
            if table.len() <= place {
                table.resize_with(place + 1, || None);
            }
            table[place] = Some(spec);
        }
        table
    })
}

/// Una llamada cualquiera que recibe un puntero a memoria compartida.
static POINTER: Spec = Spec {
    number: -1,
    name: "llamada",
    kind: Kind::Pointer,
    args: &["a", "b", "c", "d", "e", "f"],
};

/// Una llamada que este explorador no conoce.
const UNKNOWN: Spec = Spec {
    number: -1,
    name: "una llamada al sistema que no conoce",
    kind: Kind::Unmodelled,
    args: &[],
};

/// `cachestat` (Linux 6.5) cuenta qué páginas de un archivo han tocado otros. La
/// biblioteca aún no tiene su número, que es el mismo en todas las arquitecturas.
const CACHESTAT: i64 = 451;

/// Desde este número, las llamadas son más nuevas que el explorador.
pub(crate) const FIRST_UNKNOWN: i64 = 453;

/// La ficha de la llamada número `number`.
pub(crate) fn spec(number: i64) -> &'static Spec {
    if number >= FIRST_UNKNOWN {
        return const { &UNKNOWN };
    }
    usize::try_from(number)
        .ok()
        .and_then(|place| table().get(place))
        .and_then(Option::as_ref)
        .unwrap_or(&POINTER)
}

/// Los números de todas las llamadas visibles, para el filtro.
pub(crate) fn visible_numbers() -> impl Iterator<Item = i64> {
    table().iter().flatten().map(|spec| spec.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cada_llamada_tiene_su_nombre() {
        assert_eq!(spec(libc::SYS_futex).name, "futex");
        assert_eq!(spec(libc::SYS_userfaultfd).name, "userfaultfd");
        assert_eq!(spec(libc::SYS_wait4).name, "wait4");
        assert_eq!(spec(libc::SYS_getsid).name, "getsid");
        assert_eq!(spec(libc::SYS_pause).name, "pause");
        assert_eq!(spec(libc::SYS_uname).kind, Kind::Pointer);
    }

    #[test]
    fn ninguna_llamada_se_cuela_sin_que_alguien_decidiera_que_hacer_con_ella() {
        let undecided: Vec<i64> = (0..FIRST_UNKNOWN)
            .filter(|&number| harmless::exists(number))
            .filter(|&number| spec(number).kind == Kind::Pointer)
            .filter(|number| !harmless::HARMLESS.contains(number))
            .collect();
        assert_eq!(
            undecided, [0; 0],
            "ni se siguen, ni se rechazan, ni son inocuas"
        );

        let both: Vec<&str> = harmless::HARMLESS
            .iter()
            .map(|&number| spec(number))
            .filter(|spec| spec.kind != Kind::Pointer)
            .map(|spec| spec.name)
            .collect();
        assert_eq!(both, [""; 0], "inocuas y a la vez visibles");
    }

    #[test]
    fn lo_que_el_nucleo_anada_despues_se_rechaza() {
        for number in [FIRST_UNKNOWN, 500, 1000] {
            assert_eq!(spec(number).kind, Kind::Unmodelled, "{number}");
        }
    }
}
