//! Las fechas de Moodle, que vienen escritas para personas.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Los meses, en español y en inglés, por sus tres primeras letras.
const MONTHS: [(&str, i8); 18] = [
    ("ene", 1),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("abr", 4),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("ago", 8),
    ("aug", 8),
    ("sep", 9),
    ("set", 9),
    ("oct", 10),
    ("nov", 11),
    ("dic", 12),
    ("dec", 12),
    ("gen", 1),
];

/// Lee una fecha como «domingo, 3 de mayo de 2026, 23:59», «Sunday, 3 May 2026, 11:59 PM»
/// o «2026-05-03 23:59», en la zona `zone`.
pub fn read(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    let local = text
        .parse::<DateTime>()
        .ok()
        .or_else(|| written_out(text))?;
    zone.to_ambiguous_zoned(local)
        .compatible()
        .ok()
        .map(|zoned| zoned.timestamp())
}

/// Una fecha escrita con palabras.
fn written_out(text: &str) -> Option<DateTime> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric() && letter != ':')
        .filter(|word| !word.is_empty())
        .collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words[at])?;
    let numbers = |words: &[&str]| {
        words
            .iter()
            .filter_map(|word| word.parse::<i16>().ok())
            .collect::<Vec<_>>()
    };
    // El día va delante del mes, o detrás como en «May 3, 2026».
    let (before, after) = (numbers(&words[..at]), numbers(&words[at + 1..]));
    let (day, year) = match (before.last(), after.as_slice()) {
        (Some(day), [year, ..]) | (None, [day, year, ..]) => (*day, *year),
        _ => return None,
    };
    let clock = words.iter().find(|word| word.contains(':'))?;
    let (hour, minute) = clock.split_once(':')?;
    let minute = minute.split(':').next()?.get(..2)?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let afternoon = text.ends_with("pm") || text.ends_with("p. m.") || text.ends_with("p.m.");
    let morning = text.ends_with("am") || text.ends_with("a. m.") || text.ends_with("a.m.");
    let hour = match (hour, afternoon, morning) {
        (12, _, true) => 0,
        (1..=11, true, _) => hour + 12,
        _ => hour,
    };
    DateTime::new(year, month, i8::try_from(day).ok()?, hour, minute, 0, 0).ok()
}

/// El número de un mes: «mayo», «May», «sept».
fn month(word: &str) -> Option<i8> {
    // «martes» empieza como «marzo», y «sesenta» no es un mes.
    let is_a_day = matches!(word, "martes" | "dimarts");
    let start = word.get(..3)?;
    let found = MONTHS.iter().find(|(name, _)| *name == start);
    found.filter(|_| !is_a_day).map(|(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_dates_of_moodle_are_understood() {
        for (text, expected) in [
            ("domingo, 3 de mayo de 2026, 23:59", "2026-05-03T23:59:00Z"),
            ("martes, 10 de marzo de 2026, 08:05", "2026-03-10T08:05:00Z"),
            ("Sunday, 3 May 2026, 11:59 PM", "2026-05-03T23:59:00Z"),
            ("Tuesday, 10 March 2026, 12:05 AM", "2026-03-10T00:05:00Z"),
            ("May 3, 2026, 9:07 am", "2026-05-03T09:07:00Z"),
            ("2026-05-03 23:59", "2026-05-03T23:59:00Z"),
            ("2026-05-03T23:59:00+02:00", "2026-05-03T21:59:00Z"),
        ] {
            assert_eq!(
                read(text, &TimeZone::UTC),
                Some(expected.parse().unwrap()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_a_date_is_not_made_into_one() {
        for text in [
            "",
            "-",
            "ayer",
            "3 de mayo",
            "31 de febrero de 2026, 10:00",
            "99:99 mayo 1 2026",
        ] {
            assert_eq!(read(text, &TimeZone::UTC), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked(text in "[a-zñ0-9 :,.]{0,40}|.*") {
            let _ = read(&text, &TimeZone::UTC);
        }
    }
}
