//! Por qué no sirve un valor, en español.
//!
//! Los errores que se pueden reconocer por su tipo se reconocen por su tipo; los
//! demás, por su texto. Lo desconocido se deja como está: suele ser un mensaje
//! del propio programa, que ya habla español.

use crate::errno;
use nix::errno::Errno;
use std::{
    error::Error,
    io,
    num::{IntErrorKind, ParseIntError},
};

/// La razón que da un error al leer `value`.
pub(super) fn of_error(error: &(dyn Error + 'static), value: &str) -> String {
    if let Some(error) = error.downcast_ref::<ParseIntError>()
        && let Some(reason) = of_integer(error, value)
    {
        return reason.to_owned();
    }
    if let Some(errno) = error.downcast_ref::<Errno>() {
        return format!("{errno:?} ({})", errno::describe(*errno));
    }
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return errno::describe_io(error);
    }
    of_text(&error.to_string())
}

fn of_integer(error: &ParseIntError, value: &str) -> Option<&'static str> {
    Some(match error.kind() {
        IntErrorKind::Empty => "está vacío y se esperaba un número entero",
        // Con un tipo con signo se habría leído: lo que sobra es el signo.
        IntErrorKind::InvalidDigit if is_negative_integer(value) => "no puede ser negativo",
        IntErrorKind::InvalidDigit => "no es un número entero",
        IntErrorKind::PosOverflow => "es un número demasiado grande",
        IntErrorKind::NegOverflow => "es un número demasiado pequeño",
        IntErrorKind::Zero => "no puede ser cero",
        _ => return None,
    })
}

fn is_negative_integer(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn of_text(text: &str) -> String {
    let known = match text {
        "cannot parse float from empty string" => "está vacío y se esperaba un número",
        "invalid float literal" => "no es un número",
        "provided string was not `true` or `false`" | "value was not a boolean" => {
            "tiene que ser «true» (sí) o «false» (no)"
        }
        "cannot parse char from empty string" => "está vacío y se esperaba un carácter",
        "too many characters in string" => "se esperaba un solo carácter",
        "out of range integral type conversion attempted" => "el número no cabe en su tipo",
        "invalid IP address syntax" => "no es una dirección IP",
        "invalid IPv4 address syntax" => "no es una dirección IPv4",
        "invalid IPv6 address syntax" => "no es una dirección IPv6",
        "invalid socket address syntax" => "no es una dirección con puerto",
        _ => return of_range(text).unwrap_or_else(|| text.to_owned()),
    };
    known.to_owned()
}

/// El texto de `clap` para un número fuera de rango: «300 is not in 0..=255».
fn of_range(text: &str) -> Option<String> {
    let (value, range) = text.split_once(" is not in ")?;
    let (low, high) = range.split_once("..")?;
    let value: i128 = value.parse().ok()?;
    let low: i128 = low.parse().ok()?;
    // `clap` escribe el extremo que no existe como el mayor valor del tipo, sin `=`.
    let high: i128 = match high.strip_prefix('=') {
        Some(last) => last.parse().ok()?,
        None => match high.parse::<i128>().ok()? {
            open if open == i128::from(i64::MAX) || open == i128::from(u64::MAX) => open,
            end => end - 1,
        },
    };
    let unbounded_below = low == i128::from(i64::MIN);
    let unbounded_above = high == i128::from(i64::MAX) || high == i128::from(u64::MAX);
    Some(match (unbounded_below, unbounded_above) {
        (_, true) => format!("{value} es menor que {low}, el mínimo"),
        (true, false) => format!("{value} es mayor que {high}, el máximo"),
        (false, false) => format!("{value} no está entre {low} y {high}"),
    })
}

#[cfg(test)]
mod tests {
    use super::{of_error, of_text};
    use std::{
        error::Error,
        fmt::Debug,
        net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
        num::NonZeroU8,
        str::FromStr,
    };

    fn reason<T>(text: &str) -> String
    where
        T: FromStr<Err: Error + 'static> + Debug,
    {
        let error = text.parse::<T>();
        let error = error.expect_err("el texto no vale para ese tipo");
        of_error(&error, text)
    }

    #[test]
    fn los_fallos_reales_de_la_biblioteca_estandar_salen_en_espanol() {
        let cases = [
            (reason::<u8>("x"), "no es un número entero"),
            (reason::<u8>("-3"), "no puede ser negativo"),
            (reason::<i8>("-3x"), "no es un número entero"),
            (
                reason::<u8>(""),
                "está vacío y se esperaba un número entero",
            ),
            (reason::<u8>("300"), "es un número demasiado grande"),
            (reason::<i8>("-300"), "es un número demasiado pequeño"),
            (reason::<NonZeroU8>("0"), "no puede ser cero"),
            (reason::<f64>("x"), "no es un número"),
            (reason::<f64>(""), "está vacío y se esperaba un número"),
            (
                reason::<bool>("sí"),
                "tiene que ser «true» (sí) o «false» (no)",
            ),
            (reason::<char>(""), "está vacío y se esperaba un carácter"),
            (reason::<char>("ab"), "se esperaba un solo carácter"),
            (reason::<IpAddr>("x"), "no es una dirección IP"),
            (reason::<Ipv4Addr>("x"), "no es una dirección IPv4"),
            (reason::<Ipv6Addr>("x"), "no es una dirección IPv6"),
            (reason::<SocketAddr>("x"), "no es una dirección con puerto"),
        ];
        for (actual, expected) in cases {
            assert_eq!(actual, expected);
        }

        let conversion = u8::try_from(300).expect_err("300 no cabe en u8");
        assert_eq!(of_error(&conversion, "300"), "el número no cabe en su tipo");
    }

    #[test]
    fn los_errores_del_sistema_llevan_su_errno() {
        let missing = std::fs::read("/no/existe").expect_err("esa ruta no existe");
        let expected = "ENOENT (no existe el archivo o el directorio)";

        assert_eq!(of_error(&missing, "/no/existe"), expected);
        assert_eq!(of_error(&nix::errno::Errno::ENOENT, "x"), expected);
    }

    #[test]
    fn los_rangos_dicen_los_limites_que_de_verdad_existen() {
        let top = i64::MAX;
        let bottom = i64::MIN;

        assert_eq!(
            of_text("300 is not in 0..=255"),
            "300 no está entre 0 y 255"
        );
        assert_eq!(of_text("9 is not in 1..5"), "9 no está entre 1 y 4");
        assert_eq!(
            of_text(&format!("0 is not in 1..{top}")),
            "0 es menor que 1, el mínimo"
        );
        assert_eq!(
            of_text(&format!("9 is not in {bottom}..=5")),
            "9 es mayor que 5, el máximo"
        );
    }

    #[test]
    fn lo_desconocido_se_deja_como_esta() {
        assert_eq!(
            of_text("no es múltiplo de la página"),
            "no es múltiplo de la página"
        );
        assert_eq!(of_text("x is not in y"), "x is not in y");
    }
}
