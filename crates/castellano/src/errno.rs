//! Qué significa cada `errno`, y cómo se cuenta una llamada que ha fallado.

use nix::errno::Errno;
use std::{fmt, io};

/// Lo que dice el núcleo con ese `errno`, en una frase.
///
/// La frase empieza en minúscula y no acaba en punto, para ir detrás del nombre:
/// «ENOMEM (no hay memoria disponible)». Véase errno(3).
///
/// ```
/// use nix::errno::Errno;
/// assert_eq!(castellano::errno::describe(Errno::ENOMEM), "no hay memoria disponible");
/// ```
pub fn describe(errno: Errno) -> &'static str {
    match errno {
        Errno::EPERM => "operación no permitida",
        Errno::ENOENT => "no existe el archivo o el directorio",
        Errno::ESRCH => "no existe ese proceso",
        Errno::EINTR => "una señal interrumpió la llamada",
        Errno::EIO => "error de entrada o salida",
        Errno::ENXIO => "no existe ese dispositivo o esa dirección",
        Errno::E2BIG => "la lista de argumentos es demasiado larga",
        Errno::ENOEXEC => "el archivo no tiene formato de programa",
        Errno::EBADF => "el descriptor de archivo no sirve: no está abierto, o no para esto",
        Errno::ECHILD => "no hay ningún hijo al que esperar",
        Errno::EAGAIN => "recurso no disponible por ahora; inténtalo más tarde",
        Errno::ENOMEM => "no hay memoria disponible",
        Errno::EACCES => "permiso denegado",
        Errno::EFAULT => "la dirección de memoria no es válida",
        Errno::ENOTBLK => "se esperaba un dispositivo de bloques",
        Errno::EBUSY => "el dispositivo o recurso está ocupado",
        Errno::EEXIST => "ya existe",
        Errno::EXDEV => "los dos archivos están en sistemas de archivos distintos",
        Errno::ENODEV => "el dispositivo no existe o no admite esta operación",
        Errno::ENOTDIR => "no es un directorio",
        Errno::EISDIR => "es un directorio",
        Errno::EINVAL => "argumento no válido",
        Errno::ENFILE => "hay demasiados archivos abiertos en todo el sistema",
        Errno::EMFILE => "este proceso tiene demasiados archivos abiertos",
        Errno::ENOTTY => "el dispositivo no admite esa orden (no es una terminal)",
        Errno::ETXTBSY => "el archivo es un programa en ejecución",
        Errno::EFBIG => "el archivo es demasiado grande",
        Errno::ENOSPC => "no queda espacio libre",
        Errno::ESPIPE => "aquí no se puede cambiar de posición (es una tubería o un socket)",
        Errno::EROFS => "el sistema de archivos es de solo lectura",
        Errno::EMLINK => "hay demasiados enlaces",
        Errno::EPIPE => "tubería rota: ya nadie lee al otro lado",
        Errno::EDOM => "el argumento está fuera del dominio de la función",
        Errno::ERANGE => "el resultado no cabe o está fuera de rango",
        Errno::EDEADLK => "seguir provocaría un interbloqueo",
        Errno::ENAMETOOLONG => "el nombre del archivo es demasiado largo",
        Errno::ENOLCK => "no quedan cerrojos disponibles",
        Errno::ENOSYS => "este sistema no tiene esa llamada",
        Errno::ENOTEMPTY => "el directorio no está vacío",
        Errno::ELOOP => "hay demasiados enlaces simbólicos seguidos",
        Errno::ENOMSG => "no hay ningún mensaje de ese tipo",
        Errno::EIDRM => "el objeto compartido ya se eliminó",
        Errno::ENODATA => "no hay datos disponibles",
        Errno::ETIME => "venció el temporizador",
        Errno::EPROTO => "error de protocolo",
        Errno::EBADMSG => "el mensaje está mal formado",
        Errno::EOVERFLOW => "el valor no cabe en su tipo",
        Errno::EILSEQ => "secuencia de bytes que no es texto válido",
        Errno::EUSERS => "hay demasiados usuarios",
        Errno::ENOTSOCK => "el descriptor no es un socket",
        Errno::EDESTADDRREQ => "falta la dirección de destino",
        Errno::EMSGSIZE => "el mensaje es demasiado largo",
        Errno::EPROTOTYPE => "el protocolo no corresponde a ese tipo de socket",
        Errno::ENOPROTOOPT => "el protocolo no tiene esa opción",
        Errno::EPROTONOSUPPORT => "protocolo no admitido",
        Errno::EOPNOTSUPP => "operación no admitida",
        Errno::EAFNOSUPPORT => "familia de direcciones no admitida",
        Errno::EADDRINUSE => "la dirección ya está en uso",
        Errno::EADDRNOTAVAIL => "la dirección no está disponible en esta máquina",
        Errno::ENETDOWN => "la red no está activa",
        Errno::ENETUNREACH => "no se puede llegar a esa red",
        Errno::ECONNABORTED => "la conexión se abortó",
        Errno::ECONNRESET => "el otro extremo cortó la conexión",
        Errno::ENOBUFS => "no queda espacio en los búferes",
        Errno::EISCONN => "el socket ya está conectado",
        Errno::ENOTCONN => "el socket no está conectado",
        Errno::ETIMEDOUT => "se agotó el tiempo de espera",
        Errno::ECONNREFUSED => "conexión rechazada: nadie escucha en esa dirección",
        Errno::EHOSTUNREACH => "no se puede llegar a esa máquina",
        Errno::EALREADY => "la operación ya estaba en marcha",
        Errno::EINPROGRESS => "la operación está en marcha",
        Errno::ESTALE => "el archivo dejó de existir en el servidor",
        Errno::EDQUOT => "se superó la cuota de disco",
        Errno::ECANCELED => "la operación se canceló",
        Errno::EOWNERDEAD => "murió el proceso que tenía el cerrojo",
        Errno::ENOTRECOVERABLE => "el cerrojo quedó en un estado irrecuperable",
        Errno::EHWPOISON => "la página de memoria tiene un fallo físico",
        _ => "error del sistema poco común",
    }
}

/// El nombre del `errno` tal como aparece en los manuales: `"ENOMEM"`.
pub fn symbol(errno: Errno) -> String {
    format!("{errno:?}")
}

/// La línea que cuenta una llamada fallida: «mmap: ENOMEM (no hay memoria disponible)».
///
/// ```
/// use nix::errno::Errno;
/// let failure = castellano::errno::call_failed("mmap", Errno::ENOMEM);
/// assert_eq!(failure.to_string(), "mmap: ENOMEM (no hay memoria disponible)");
/// ```
pub fn call_failed(call: &str, errno: Errno) -> CallFailed<'_> {
    CallFailed { call, errno }
}

/// Una llamada al sistema que ha fallado; la construye [`call_failed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallFailed<'a> {
    call: &'a str,
    errno: Errno,
}

impl fmt::Display for CallFailed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { call, errno } = self;
        write!(f, "{call}: {errno:?} ({})", describe(*errno))
    }
}

impl std::error::Error for CallFailed<'_> {}

/// Un error de entrada o salida de la biblioteca estándar, en español.
///
/// Los que vienen del sistema llevan su `errno`: «ENOENT (no existe el archivo o
/// el directorio)». De los que crea la propia biblioteca se traducen los
/// habituales; el texto de los demás se deja como está.
pub fn describe_io(error: &io::Error) -> String {
    let with_number = |code| {
        let errno = Errno::from_raw(code);
        format!("{errno:?} ({})", describe(errno))
    };
    if let Some(code) = error.raw_os_error() {
        return with_number(code);
    }
    // Con texto propio, la clase dice menos que el texto.
    if error.get_ref().is_some() {
        let text = error.to_string();
        return wrapped_code(&text).map_or(text, with_number);
    }
    match error.kind() {
        io::ErrorKind::NotFound => describe(Errno::ENOENT).to_owned(),
        io::ErrorKind::PermissionDenied => describe(Errno::EACCES).to_owned(),
        io::ErrorKind::AlreadyExists => describe(Errno::EEXIST).to_owned(),
        io::ErrorKind::InvalidInput => describe(Errno::EINVAL).to_owned(),
        io::ErrorKind::BrokenPipe => describe(Errno::EPIPE).to_owned(),
        io::ErrorKind::TimedOut => describe(Errno::ETIMEDOUT).to_owned(),
        io::ErrorKind::Interrupted => describe(Errno::EINTR).to_owned(),
        io::ErrorKind::OutOfMemory => describe(Errno::ENOMEM).to_owned(),
        io::ErrorKind::InvalidData => "los datos no tienen el formato esperado".to_owned(),
        io::ErrorKind::UnexpectedEof => "los datos se acabaron antes de lo esperado".to_owned(),
        io::ErrorKind::WriteZero => "no se pudo escribir nada más".to_owned(),
        _ => error.to_string(),
    }
}

/// El número del error del sistema que hay detrás de otro: quien lo envuelve para decir
/// de qué archivo era lo deja solo en el texto, en inglés.
fn wrapped_code(text: &str) -> Option<i32> {
    let (_, rest) = text.split_once("(os error ")?;
    rest.split_once(')')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{call_failed, describe, describe_io, symbol};
    use nix::errno::Errno;
    use std::{collections::BTreeSet, fs, io};

    /// Los que una llamada del curso puede devolver, o que el explorador inyecta.
    const COURSE: [Errno; 43] = [
        Errno::EPERM,
        Errno::ENOENT,
        Errno::ESRCH,
        Errno::EINTR,
        Errno::EIO,
        Errno::ENXIO,
        Errno::E2BIG,
        Errno::ENOEXEC,
        Errno::EBADF,
        Errno::ECHILD,
        Errno::EAGAIN,
        Errno::ENOMEM,
        Errno::EACCES,
        Errno::EFAULT,
        Errno::EBUSY,
        Errno::EEXIST,
        Errno::ENODEV,
        Errno::ENOTDIR,
        Errno::EISDIR,
        Errno::EINVAL,
        Errno::ENFILE,
        Errno::EMFILE,
        Errno::ENOTTY,
        Errno::EFBIG,
        Errno::ENOSPC,
        Errno::ESPIPE,
        Errno::EROFS,
        Errno::EMLINK,
        Errno::EPIPE,
        Errno::EDOM,
        Errno::ERANGE,
        Errno::EDEADLK,
        Errno::ENAMETOOLONG,
        Errno::ENOSYS,
        Errno::ENOTEMPTY,
        Errno::ELOOP,
        Errno::ETIMEDOUT,
        Errno::EOVERFLOW,
        Errno::ECONNREFUSED,
        Errno::EADDRINUSE,
        Errno::ECANCELED,
        Errno::EOWNERDEAD,
        Errno::ENOTSUP,
    ];

    #[test]
    fn cada_errno_del_curso_tiene_su_propia_frase() {
        let phrases: BTreeSet<_> = COURSE.into_iter().map(describe).collect();

        assert_eq!(phrases.len(), COURSE.len());
        assert!(!phrases.contains(describe(Errno::UnknownErrno)));
    }

    #[test]
    fn una_llamada_fallida_de_verdad_se_cuenta_con_nombre_y_motivo() {
        let errno = nix::unistd::close(-1).expect_err("el descriptor -1 nunca está abierto");

        assert_eq!(symbol(errno), "EBADF");
        assert_eq!(
            call_failed("close", errno).to_string(),
            "close: EBADF (el descriptor de archivo no sirve: no está abierto, o no para esto)"
        );
    }

    #[test]
    fn los_errores_de_la_biblioteca_estandar_tambien_hablan_espanol() {
        let missing = fs::read("/no/existe").expect_err("esa ruta no existe");
        let short = io::Error::from(io::ErrorKind::UnexpectedEof);
        let custom = io::Error::other("le falta la cabecera");

        assert_eq!(
            describe_io(&missing),
            "ENOENT (no existe el archivo o el directorio)"
        );
        assert_eq!(
            describe_io(&short),
            "los datos se acabaron antes de lo esperado"
        );
        assert_eq!(describe_io(&custom), "le falta la cabecera");
    }

    #[test]
    fn an_error_of_the_system_inside_another_is_also_told_in_spanish() {
        let inside = io::Error::from_raw_os_error(Errno::ENOSPC as i32);
        let outside = io::Error::new(inside.kind(), format!("{inside} at path \"/disco/.nuevo\""));

        let told = describe_io(&outside);

        assert!(told.starts_with("ENOSPC ("), "{told}");
        assert!(!told.contains("device"), "{told}");
    }
}
