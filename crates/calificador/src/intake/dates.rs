//! Las fechas de Moodle, que vienen escritas para personas.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Cómo empiezan los meses, en los idiomas en los que se entiende la hoja. Los que se
/// llaman casi igual en varios están una vez.
const MONTHS: [(&[&str], i8); 12] = [
    (&["ene", "jan", "gen", "xan", "urt"], 1),
    (&["feb", "fev", "ots"], 2),
    (&["mar"], 3),
    (&["abr", "apr", "api"], 4),
    (&["may", "mai"], 5),
    (&["jun", "xuñ", "eka"], 6),
    (&["jul", "xul", "uzt"], 7),
    (&["ago", "aug", "abu"], 8),
    (&["sep", "set", "ira"], 9),
    (&["oct", "out", "urr"], 10),
    (&["nov", "aza"], 11),
    (&["dic", "dec", "des", "dez", "abe"], 12),
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
            .filter_map(|word| number(word))
            .collect::<Vec<_>>()
    };
    // El día va delante del mes, o detrás como en «May 3, 2026» y en «2026(e)ko maiatzaren 3a».
    let (before, after) = (numbers(&words[..at]), numbers(&words[at + 1..]));
    let (day, year) = match (before.last(), after.as_slice()) {
        (Some(year), [day, ..]) if *year > 31 => (*day, *year),
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

/// Un número, también con lo que algunos idiomas le pegan detrás: «3a», «3rd».
fn number(word: &str) -> Option<i16> {
    let digits = word.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    matches!(&word[digits.len()..], "" | "a" | "st" | "nd" | "rd" | "th")
        .then(|| digits.parse().ok())
        .flatten()
}

/// El número de un mes: «mayo», «May», «sept».
fn month(word: &str) -> Option<i8> {
    // «martes» empieza como «marzo», y «sesenta» no es un mes.
    if matches!(word, "martes" | "dimarts") {
        return None;
    }
    let starts = |names: &[&str]| names.iter().any(|name| word.starts_with(name));
    let found = MONTHS.iter().find(|(names, _)| starts(names));
    found.map(|(_, number)| *number)
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
            ("dimarts, 10 de març de 2026, 08:05", "2026-03-10T08:05:00Z"),
            ("dijous, 3 desembre 2026, 08:05", "2026-12-03T08:05:00Z"),
            (
                "xoves, 3 de decembro de 2026, 08:05",
                "2026-12-03T08:05:00Z",
            ),
            (
                "martes, 6 de xaneiro de 2026, 08:05",
                "2026-01-06T08:05:00Z",
            ),
            (
                "terça-feira, 6 de outubro de 2026, 08:05",
                "2026-10-06T08:05:00Z",
            ),
            (
                "igandea, 2026(e)ko maiatzaren 3a, 23:59",
                "2026-05-03T23:59:00Z",
            ),
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
