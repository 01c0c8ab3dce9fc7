//! La frase en español de cada acontecimiento: `mmap 4096 → región A`,
//! `escribe "Hola" en A+0`, `espera al hijo 2`.

use std::fmt::Write as _;

use crate::errno::errno_name;
use crate::event::{Access, BlockedOn, Call, Effect, End, Event, EventKind, RegionId};

/// Bytes que caben en una etiqueta; los demás se cuentan.
const SHOWN_BYTES: usize = 32;

impl Event {
    /// La frase que cuenta el acontecimiento a una persona. Cabe en una línea
    /// y no repite quién lo hizo.
    pub fn label(&self) -> String {
        match &self.kind {
            EventKind::Call(call) => call_label(call),
            EventKind::Memory {
                region,
                offset,
                access,
                before,
                after,
            } => memory_label(*region, *offset, *access, before, after),
            EventKind::Blocked(on) => blocked_label(on),
            EventKind::Woken { by: Some(lane) } => {
                format!("despierta: lo despertó el proceso {lane}")
            }
            EventKind::Woken { by: None } => "despierta".to_string(),
            EventKind::Insisted { times } => {
                format!("sigue igual {times} operaciones más, sin que nadie se mueva")
            }
            EventKind::Signal {
                signal,
                from: Some(lane),
            } => {
                format!("recibe {} del proceso {lane}", signal_name(*signal))
            }
            EventKind::Signal { signal, from: None } => format!("recibe {}", signal_name(*signal)),
            EventKind::Exited(end) => end.describe(),
            EventKind::Switch {
                preempted: Some(lane),
            } => {
                format!("sigue él; el proceso {lane} queda a medias")
            }
            EventKind::Switch { preempted: None } => "sigue él".to_string(),
        }
    }
}

impl End {
    /// Cómo terminó, dicho para una persona.
    pub fn describe(&self) -> String {
        match self {
            Self::Code(code) => format!("termina con código {code}"),
            Self::Killed {
                signal,
                address,
                after_unmap,
            } => {
                let mut text = format!("muere por {}", signal_name(*signal));
                if let Some(address) = address {
                    let _ = write!(text, " al tocar {address:#x}");
                }
                if let Some(region) = after_unmap {
                    let _ = write!(text, ": región {region}, después de munmap");
                }
                text
            }
        }
    }
}

/// El nombre de una señal, como en signal(7).
pub(crate) fn signal_name(signal: i32) -> String {
    nix::sys::signal::Signal::try_from(signal).map_or_else(
        |_| format!("la señal {signal}"),
        |known| known.as_str().to_string(),
    )
}

/// Los bytes, como texto entre comillas si se pueden leer y si no en
/// hexadecimal. El cero final de una cadena de C se ve como `\0`.
pub fn show_bytes(bytes: &[u8]) -> String {
    let (shown, cut) = bytes.split_at(bytes.len().min(SHOWN_BYTES));
    let more = if cut.is_empty() { "" } else { "…" };
    if let Some(text) = readable(shown, !cut.is_empty()) {
        return format!("\"{text}\"{more}");
    }
    let mut hex = String::from("0x");
    for byte in shown {
        let _ = write!(hex, "{byte:02x}");
    }
    hex + more
}

/// El texto que hay en los bytes: UTF-8 imprimible, con `\0` y `\n` escritos.
fn readable(bytes: &[u8], cut: bool) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if cut && error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    if text.chars().all(|c| c == '\0') {
        return None;
    }
    let trimmed = text.trim_end_matches('\0');
    let zeros = text.len() - trimmed.len();
    let mut shown = String::new();
    for c in trimmed.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            '"' => shown.push_str("\\\""),
            c if c.is_control() => return None,
            c => shown.push(c),
        }
    }
    match zeros {
        0 => {}
        1 => shown.push_str("\\0"),
        n => {
            let _ = write!(shown, "\\0×{n}");
        }
    }
    Some(shown)
}

/// Un valor de memoria: los tamaños de entero se leen mejor como número, salvo
/// que sus bytes sean texto.
fn show_value(bytes: &[u8]) -> String {
    let is_integer = matches!(bytes.len(), 1 | 2 | 4 | 8);
    let is_text = bytes
        .iter()
        .all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    if is_integer && !is_text {
        let value = bytes
            .iter()
            .rev()
            .fold(0_u64, |sum, &byte| (sum << 8) | u64::from(byte));
        return value.to_string();
    }
    show_bytes(bytes)
}

fn memory_label(
    region: RegionId,
    offset: u64,
    access: Access,
    before: &[u8],
    after: &[u8],
) -> String {
    match access {
        Access::Read => format!("lee {} de {region}+{offset}", show_value(after)),
        Access::Write => format!("escribe {} en {region}+{offset}", show_value(after)),
        Access::Update => format!(
            "cambia {} por {} en {region}+{offset}, de una vez",
            show_value(before),
            show_value(after)
        ),
    }
}

/// A qué espera: «espera una señal».
pub(crate) fn blocked_label(on: &BlockedOn) -> String {
    match on {
        BlockedOn::Child(Some(lane)) => format!("espera a que termine el hijo {lane}"),
        BlockedOn::Child(None) => "espera a que termine un hijo".to_string(),
        BlockedOn::Readable(fd) => format!("espera a que haya algo que leer en el descriptor {fd}"),
        BlockedOn::Writable(fd) => format!("espera a que haya sitio en el descriptor {fd}"),
        BlockedOn::Futex(Some((region, offset))) => {
            format!("espera a que lo despierten en {region}+{offset}")
        }
        BlockedOn::Futex(None) => "espera a que lo despierten en memoria suya".to_string(),
        BlockedOn::Memory(region, offset) => {
            format!("gira esperando a que cambie {region}+{offset}")
        }
        BlockedOn::Signal => "espera una señal".to_string(),
        BlockedOn::Continue => "está parado hasta que le manden SIGCONT".to_string(),
        BlockedOn::Call(name) => format!("espera en {name}"),
    }
}

fn result_text(call: &Call) -> String {
    match call.result {
        Ok(value) => format!("{value}"),
        Err(errno) => errno_name(errno),
    }
}

fn region_list(regions: &[RegionId]) -> String {
    regions
        .iter()
        .map(|region| format!("{region}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn call_label(call: &Call) -> String {
    let name = call.name;
    if let Err(errno) = call.result {
        return failed_label(call, errno);
    }
    match &call.effect {
        Effect::Map {
            region: Some(region),
            length,
            ..
        } => format!("{name} {length} → región {region}"),
        Effect::Unmap {
            length, regions, ..
        } if regions.is_empty() => {
            format!("{name} {length}, donde ya no había nada")
        }
        Effect::Unmap {
            length, regions, ..
        } => {
            format!("{name} {length} de la región {}", region_list(regions))
        }
        Effect::Fork { child: Some(child) } => format!("{name} → hijo {child}"),
        Effect::Wait {
            reaped: Some((lane, end)),
            ..
        } => {
            format!("recoge al hijo {lane}, que {}", end.describe())
        }
        Effect::WaitJob {
            child,
            stopped: Some(signal),
        } => format!("ve al hijo {child} parado por {}", signal_name(*signal)),
        Effect::WaitJob {
            child,
            stopped: None,
        } => format!("ve que el hijo {child} sigue"),
        Effect::Wait { reaped: None, .. } => format!("{name}: ningún hijo ha terminado todavía"),
        Effect::Output { fd, bytes } => format!("{name} {} en {}", show_bytes(bytes), fd_name(*fd)),
        Effect::Input { fd, bytes } if bytes.is_empty() => {
            format!("{name} {}: fin", from_fd(*fd))
        }
        Effect::Input { fd, bytes } => format!("{name} {} {}", show_bytes(bytes), from_fd(*fd)),
        Effect::Sleep { nanoseconds } => format!("{name} {}", duration_text(*nanoseconds)),
        Effect::FutexWait { .. } => "despierta del futex".to_string(),
        Effect::FutexWake { place, woken } => wake_label(*place, woken),
        Effect::Kill {
            lane: Some(lane),
            signal,
            ..
        } => {
            format!("{name} {} al proceso {lane}", signal_name(*signal))
        }
        Effect::Descriptors { fds } => {
            let fds: Vec<_> = fds.iter().map(i32::to_string).collect();
            format!("{name} → descriptor {}", fds.join(" y "))
        }
        Effect::Close { fd } => format!("{name} {}", fd_name(*fd)),
        Effect::None if matches!(name, "ftruncate" | "truncate") => resize_label(call),
        _ => format!("{name} → {}", result_text(call)),
    }
}

/// Deja un archivo de otro tamaño.
fn resize_label(call: &Call) -> String {
    let value = |wanted: &str| {
        let named = call.args.iter().find(|(name, _)| *name == wanted);
        named.map(|&(_, value)| value)
    };
    let file = match value("fd") {
        Some(fd) => fd_name(crate::number::low_i32(fd)),
        None => "el archivo".to_string(),
    };
    let length = value("length").unwrap_or_default();
    let bytes = if length == 1 { "byte" } else { "bytes" };
    format!("{}: deja {file} en {length} {bytes}", call.name)
}

fn failed_label(call: &Call, errno: i32) -> String {
    let name = call.name;
    let error = errno_name(errno);
    match &call.effect {
        Effect::Kill {
            target,
            signal,
            refused: true,
            ..
        } => format!(
            "{name} {} al PID {target}: impedida, no es del programa",
            signal_name(*signal)
        ),
        Effect::Map { length, .. } | Effect::Unmap { length, .. } => {
            format!("{name} {length} → {error}")
        }
        Effect::FutexWait { .. } if errno == libc::EAGAIN => {
            "futex: el valor ya había cambiado".to_string()
        }
        Effect::FutexWait { .. } if errno == libc::ETIMEDOUT => "futex: vence el plazo".to_string(),
        Effect::Output { fd, .. } | Effect::Input { fd, .. } | Effect::Close { fd } => {
            format!("{name} {} → {error}", fd_name(*fd))
        }
        _ => format!("{name} → {error}"),
    }
}

/// De dónde se lee, con su preposición.
fn from_fd(fd: i32) -> String {
    match fd {
        0 => "de la entrada".to_string(),
        1 => "de la salida".to_string(),
        2 => "de la salida de error".to_string(),
        other => format!("del descriptor {other}"),
    }
}

fn fd_name(fd: i32) -> String {
    match fd {
        0 => "la entrada".to_string(),
        1 => "la salida".to_string(),
        2 => "la salida de error".to_string(),
        other => format!("el descriptor {other}"),
    }
}

fn wake_label(place: Option<(RegionId, u64)>, woken: &[usize]) -> String {
    let place = place.map_or_else(String::new, |(region, offset)| {
        format!(" en {region}+{offset}")
    });
    if woken.is_empty() {
        return format!("futex: no había nadie esperando{place}");
    }
    let lanes: Vec<_> = woken.iter().map(usize::to_string).collect();
    format!("futex: despierta al proceso {}{place}", lanes.join(" y "))
}

fn duration_text(nanoseconds: u64) -> String {
    match nanoseconds {
        n if n % 1_000_000_000 == 0 => format!("{} s", n / 1_000_000_000),
        n if n % 1_000_000 == 0 => format!("{} ms", n / 1_000_000),
        n if n % 1000 == 0 => format!("{} µs", n / 1000),
        n => format!("{n} ns"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn los_bytes_se_leen_como_texto_si_son_texto() {
        assert_eq!(show_bytes(b"Hola\0"), "\"Hola\\0\"");
        assert_eq!(show_bytes("ñandú".as_bytes()), "\"ñandú\"");
        assert_eq!(show_bytes(&[0, 0, 0, 0]), "0x00000000");
        assert_eq!(show_bytes(&[0xff, 1]), "0xff01");
        assert_eq!(show_value(&[7, 0, 0, 0]), "7");
        assert_eq!(show_value(b"Hola"), "\"Hola\"");
    }

    #[test]
    fn una_region_tras_la_z_sigue_teniendo_nombre() {
        assert_eq!(RegionId(0).to_string(), "A");
        assert_eq!(RegionId(25).to_string(), "Z");
        assert_eq!(RegionId(26).to_string(), "AA");
    }
}
