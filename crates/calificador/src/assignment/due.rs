//! Fechas límite: un instante, dicho en la hora de quien da la clase.

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

const DAYS: [&str; 7] = [
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
];
const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// Por qué no vale una fecha, y qué valdría.
pub type Wrong = (String, String);

/// La zona que se llama `name`: `Europe/Madrid`, `UTC` o un desfase `+01:00`.
///
/// # Errores
/// Si no existe.
pub fn zone(name: &str) -> Result<TimeZone, Wrong> {
    let name = name.trim();
    if let Some(offset) = offset(name) {
        return Ok(TimeZone::fixed(offset));
    }
    TimeZone::get(name).map_err(|_| {
        (
            format!("no se conoce la zona horaria «{name}»"),
            "Vale un nombre como \"Europe/Madrid\", \"America/Bogota\" o \"America/Mexico_City\", \
             o un desfase como \"-03:00\"."
                .to_owned(),
        )
    })
}

/// El desfase que dice `text`: `Z`, `+01:00`, `-0300`, `-3`.
fn offset(text: &str) -> Option<Offset> {
    if matches!(text, "Z" | "z" | "UTC") {
        return Some(Offset::UTC);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits: String = text.chars().skip(1).filter(|&c| c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    // UTC-12 y UTC+14 son los desfases más lejanos que se usan en el mundo.
    (hours <= 14 && minutes < 60).then_some(())?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// El instante que dice `text`: `2026-03-15 23:59`, `15/3/2026 23:59`, con un desfase
/// detrás si se quiere. Sin hora, hasta que acabe ese día.
///
/// # Errores
/// Si no es una fecha, si no se sabe de qué zona, si esa hora no existe en ella
/// (cuando el reloj se adelanta) o si ocurre dos veces (cuando se atrasa).
pub fn instant(text: &str, zone: Option<&TimeZone>) -> Result<Timestamp, Wrong> {
    let unreadable = || {
        (
            format!("«{}» no es una fecha", text.trim()),
            "Vale \"2026-03-15 23:59\", \"15/3/2026 23:59\" o, si la zona va con ella, \
             \"2026-03-15 23:59 +01:00\"."
                .to_owned(),
        )
    };
    let (local, own_offset) = split(text).ok_or_else(unreadable)?;
    if let Some(offset) = own_offset {
        return offset.to_timestamp(local).map_err(|_| unreadable());
    }
    let Some(zone) = zone else {
        return Err((
            "no se sabe de qué zona horaria es esta hora".to_owned(),
            "Añade zona = \"Europe/Madrid\" (la tuya) en [entrega], o el desfase al final: \
             \"2026-03-15 23:59 +01:00\"."
                .to_owned(),
        ));
    };
    in_zone(local, zone).map_err(|wrong| wrong.unwrap_or_else(unreadable))
}

fn in_zone(local: DateTime, zone: &TimeZone) -> Result<Timestamp, Option<Wrong>> {
    let shown = local.strftime("%Y-%m-%d %H:%M");
    let name = zone_name(zone);
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local).map_err(|_| None),
        AmbiguousOffset::Gap { .. } => Err(Some((
            format!(
                "la hora {shown} no existe en {name}: ese día el reloj se adelanta y se la salta"
            ),
            "Escribe una hora antes o una después.".to_owned(),
        ))),
        AmbiguousOffset::Fold { before, after } => Err(Some((
            format!("la hora {shown} ocurre dos veces en {name}: ese día el reloj se atrasa"),
            format!(
                "Di cuál con su desfase: \"{shown} {before:#}\" es la primera y \"{shown} {after:#}\" la segunda.",
                before = Shown(before),
                after = Shown(after),
            ),
        ))),
    }
}

/// Un desfase, escrito `+02:00`.
struct Shown(Offset);

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let minutes = self.0.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// La fecha y el desfase escritos en `text`.
fn split(text: &str) -> Option<(DateTime, Option<Offset>)> {
    let text = text.trim().replacen(['T', 't'], " ", 1);
    let mut words = text.splitn(2, char::is_whitespace);
    let date = date(words.next()?)?;
    let rest = words.next().unwrap_or("").trim();
    if rest.is_empty() {
        // El último instante del día: quien entrega a las 23:59:59 entrega a tiempo.
        return Some((date.to_datetime(Time::MAX), None));
    }
    let zone_at = rest.find([' ', '+', '-', '−', 'Z', 'z']);
    let (time, zone) = rest.split_at(zone_at.unwrap_or(rest.len()));
    let zone = zone.trim();
    let own = if zone.is_empty() {
        None
    } else {
        Some(offset(zone)?)
    };
    Some((date.to_datetime(clock(time)?), own))
}

fn date(text: &str) -> Option<Date> {
    let part = |text: &str| text.parse::<i16>().ok();
    let mut pieces = text.split(['-', '/']);
    let (first, second, third) = (pieces.next()?, pieces.next()?, pieces.next()?);
    if pieces.next().is_some() {
        return None;
    }
    let month = i8::try_from(part(second)?).ok()?;
    let (year, day) = if first.len() == 4 {
        (first, third)
    } else if third.len() == 4 {
        (third, first)
    } else {
        return None;
    };
    Date::new(part(year)?, month, i8::try_from(part(day)?).ok()?).ok()
}

fn clock(text: &str) -> Option<Time> {
    let mut pieces = text.split(':').map(|piece| piece.parse::<i8>().ok());
    let (hour, minute) = (pieces.next()??, pieces.next()??);
    let second = pieces.next().unwrap_or(Some(0))?;
    if pieces.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}

/// Cómo se llama una zona, para leer.
fn zone_name(zone: &TimeZone) -> String {
    if let Some(name) = zone.iana_name() {
        return name.to_owned();
    }
    match zone.to_fixed_offset() {
        Ok(offset) if offset == Offset::UTC => "UTC".to_owned(),
        Ok(offset) => format!("UTC{}", Shown(offset)),
        Err(_) => "hora local".to_owned(),
    }
}

/// «domingo 15 de marzo de 2026, 23:59 (Europe/Madrid)».
pub fn spanish_date(at: Timestamp, zone: &TimeZone) -> String {
    format!("{} ({})", spanish_moment(at, zone), zone_name(zone))
}

/// Lo mismo, sin decir en qué zona: para cuando no se ha dicho ninguna.
pub fn spanish_moment(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let weekday = DAYS[usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0)];
    let month = MONTHS[usize::try_from(local.month() - 1).unwrap_or(0)];
    format!(
        "{weekday} {} de {month} de {}, {:02}:{:02}",
        local.day(),
        local.year(),
        local.hour(),
        local.minute(),
    )
}

/// «2 días y 3 horas», «45 minutos»: las dos unidades mayores.
pub fn spanish_duration(duration: SignedDuration) -> String {
    let seconds = duration.as_secs().unsigned_abs();
    let parts = [
        (seconds / 86_400, "día", "días"),
        (seconds / 3600 % 24, "hora", "horas"),
        (seconds / 60 % 60, "minuto", "minutos"),
        (seconds % 60, "segundo", "segundos"),
    ];
    let mut text = String::new();
    for (count, one, many) in parts.into_iter().filter(|part| part.0 > 0).take(2) {
        let joint = if text.is_empty() { "" } else { " y " };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let _ = write!(text, "{joint}{}", castellano::plural(count, one, many));
    }
    if text.is_empty() {
        "menos de un segundo".to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn madrid() -> TimeZone {
        zone("Europe/Madrid").unwrap()
    }

    fn at(text: &str) -> String {
        instant(text, Some(&madrid())).map_or_else(|wrong| wrong.0, |instant| instant.to_string())
    }

    #[test]
    fn una_fecha_se_puede_escribir_de_varias_maneras() {
        for text in [
            "2026-03-15 23:59",
            "2026-03-15T23:59:00",
            "15/3/2026 23:59",
            "2026-03-15 23:59 +01:00",
            "2026-03-15 22:59Z",
            "2026-03-15T17:59-05:00",
        ] {
            assert_eq!(at(text), "2026-03-15T22:59:00Z", "{text}");
        }
    }

    #[test]
    fn un_dia_sin_hora_dura_hasta_que_acaba() {
        assert_eq!(at("2026-03-15"), "2026-03-15T22:59:59.999999999Z");
    }

    #[test]
    fn la_hora_que_no_existe_y_la_que_ocurre_dos_veces_se_explican() {
        let gap = instant("2026-03-29 02:30", Some(&madrid())).unwrap_err();
        let fold = instant("2026-10-25 02:30", Some(&madrid())).unwrap_err();

        assert!(gap.0.contains("no existe en Europe/Madrid"), "{gap:?}");
        assert!(fold.0.contains("ocurre dos veces"), "{fold:?}");
        assert!(
            fold.1.contains("\"2026-10-25 02:30 +02:00\" es la primera"),
            "{fold:?}"
        );
        assert_eq!(at("2026-10-25 02:30 +01:00"), "2026-10-25T01:30:00Z");
    }

    #[test]
    fn sin_zona_no_se_adivina() {
        assert!(
            instant("2026-03-15 23:59", None)
                .unwrap_err()
                .1
                .contains("zona =")
        );
        assert!(zone("Europe/Madri").is_err());
    }

    #[test]
    fn lo_que_no_es_una_fecha_no_se_toma_por_una() {
        for bad in [
            "",
            "mañana",
            "2026-13-01",
            "2026-02-30 10:00",
            "15/03/26 10:00",
            "2026-03-15 25:00",
            "2026-03-15 10",
            "2026-03-15 10:00 +99:00",
            "2026-03-15 10:00 CET",
        ] {
            assert!(at(bad).contains("no es una fecha"), "{bad}: {}", at(bad));
        }
    }

    #[test]
    fn se_dice_como_lo_diria_una_persona() {
        let instant = instant("2026-03-15 23:59", Some(&madrid())).unwrap();

        assert_eq!(
            spanish_date(instant, &madrid()),
            "domingo 15 de marzo de 2026, 23:59 (Europe/Madrid)"
        );
        assert_eq!(
            spanish_date(instant, &zone("-03:00").unwrap()),
            "domingo 15 de marzo de 2026, 19:59 (UTC-03:00)"
        );
        assert_eq!(
            spanish_duration(SignedDuration::from_secs(90_061)),
            "1 día y 1 hora"
        );
        assert_eq!(spanish_duration(SignedDuration::from_secs(60)), "1 minuto");
    }
}
