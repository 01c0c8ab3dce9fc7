//! Del archivo que escribe el docente a la tarea. Sus claves están en español porque
//! las escribe una persona; lo que no se entiende se dice con su línea.

mod section;

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use num_traits::{Signed, Zero};
use toml::de::DeTable;

use super::exact::{self, Exact, whole};
use super::late::{LatePolicy, Per, Share};
use super::problem::{Problem, Text};
use super::scale::Scale;
use super::{Assignment, Columns, DEFAULT_TITLE, DecimalPoint, Unsubmitted, Weighted, due};
use section::{Field, Section};

/// Decimales que puede tener una nota: ninguna aula admite más.
const MAX_PLACES: u8 = 5;

/// Lee la tarea entera.
pub fn read(text: &str, name: &str, known: &[&str]) -> Result<Assignment, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = Text { file: name, text };
    let table = DeTable::parse(text).map_err(|error| source.syntax(&error))?;
    let root = Section::root(source, &table);
    root.only(&[
        "titulo",
        "libro",
        "separador_decimal",
        "sin_entregar",
        "pasos",
        "extra",
        "escala",
        "entrega",
        "retraso",
        "prorrogas",
        "moodle",
    ])?;
    let steps = steps(&root, known)?;
    let extras = extras(&root, known, &steps)?;
    let scale = scale(&root)?;
    let (zone, due) = due(&root)?;
    let late = late(&root, due.is_some())?;
    Ok(Assignment {
        title: title(&root)?,
        steps,
        extras,
        scale,
        late,
        extensions: extensions(&root, zone.as_ref())?,
        zone: zone.unwrap_or(TimeZone::UTC),
        due,
        unsubmitted: unsubmitted(&root)?,
        book: book(&root)?,
        columns: columns(&root)?,
        point: point(&root)?,
    })
}

fn title(root: &Section) -> Result<String, Problem> {
    let Some(field) = root.get("titulo") else {
        return Ok(DEFAULT_TITLE.to_owned());
    };
    let title = field.text()?.trim();
    if title.is_empty() || title.chars().any(char::is_control) {
        return Err(field.wrong(
            "el título tiene que ser una línea de texto",
            "Por ejemplo: titulo = \"Semana 3\"",
        ));
    }
    Ok(title.to_owned())
}

fn steps(root: &Section, known: &[&str]) -> Result<Vec<Weighted>, Problem> {
    let Some(section) = root.section("pasos")? else {
        return Err(root.missing(
            "falta la sección [pasos], que dice qué se pide",
            "Por ejemplo:  [pasos]  y debajo  paso3 = 1",
        ));
    };
    let steps = weighted(
        &section,
        known,
        "El peso es un número mayor que 0, como 1 o 2.5.",
    )?;
    if steps.is_empty() {
        return Err(section.missing(
            "en [pasos] no se pide ningún paso",
            "Por ejemplo: paso3 = 1",
        ));
    }
    Ok(steps)
}

fn extras(root: &Section, known: &[&str], steps: &[Weighted]) -> Result<Vec<Weighted>, Problem> {
    let Some(section) = root.section("extra")? else {
        return Ok(Vec::new());
    };
    for field in section.fields() {
        if steps.iter().any(|step| step.step == field.key) {
            return Err(field.wrong_key(
                format!("«{}» ya está en [pasos]", field.key),
                "Un paso cuenta para la nota o suma aparte, pero no las dos cosas.",
            ));
        }
    }
    let help = "Son los puntos que suma a la nota si está entero: un número mayor que 0, como 0.5.";
    weighted(&section, known, help)
}

fn weighted(section: &Section, known: &[&str], help: &str) -> Result<Vec<Weighted>, Problem> {
    let mut steps = Vec::new();
    for field in section.fields() {
        if !known.is_empty() && !known.contains(&field.key) {
            return Err(field.unknown(known, "el curso no tiene ningún paso"));
        }
        let weight = field.number(help)?;
        if !weight.is_positive() {
            return Err(field.wrong("tiene que ser mayor que 0", help));
        }
        steps.push(Weighted {
            step: field.key.to_owned(),
            weight,
        });
    }
    Ok(steps)
}

fn scale(root: &Section) -> Result<Scale, Problem> {
    let Some(section) = root.section("escala")? else {
        return Ok(Scale::default());
    };
    section.only(&["de", "aprobado", "decimales", "exigencia"])?;
    let mut scale = match section.get("de") {
        None => Scale::default(),
        Some(field) => Scale::called(field.text()?).ok_or_else(|| {
            let names: Vec<&str> = Scale::known_names().collect();
            field.wrong(
                "no es una escala",
                format!(
                    "Vale {}, o la tuya: la nota más baja, un guion y la más alta.",
                    names.join(", ")
                ),
            )
        })?,
    };
    if let Some(field) = section.get("aprobado") {
        let help = format!("Es una nota de la escala, {}.", scale.range());
        let pass = field.number(&help)?;
        if pass < scale.min || pass > scale.max {
            return Err(field.wrong("queda fuera de la escala", help));
        }
        scale.pass = pass;
    }
    if let Some(field) = section.get("decimales") {
        let help = format!("Es un número entero de 0 a {MAX_PLACES}.");
        let places = field.number(&help)?;
        let places = (0..=MAX_PLACES).find(|&n| whole(n) == places);
        scale.places =
            places.ok_or_else(|| field.wrong("no puede ser el número de decimales", help))?;
    }
    if let Some(field) = section.get("exigencia") {
        let help = "Es el porcentaje que hay que hacer para aprobar, mayor que 0 y menor que 100.";
        let percent = field.number(help)?;
        if !percent.is_positive() || percent >= whole(100) {
            return Err(field.wrong("no puede ser la exigencia", help));
        }
        scale.demand = Some(percent / whole(100));
    }
    Ok(scale)
}

fn due(root: &Section) -> Result<(Option<TimeZone>, Option<jiff::Timestamp>), Problem> {
    let Some(section) = root.section("entrega")? else {
        return Ok((None, None));
    };
    section.only(&["limite", "zona"])?;
    let zone = section
        .get("zona")
        .map(|field| due::zone(field.text()?).map_err(|(message, help)| field.wrong(message, help)))
        .transpose()?;
    let due = section
        .get("limite")
        .map(|field| instant(&field, zone.as_ref()))
        .transpose()?;
    Ok((zone, due))
}

fn instant(field: &Field, zone: Option<&TimeZone>) -> Result<jiff::Timestamp, Problem> {
    due::instant(&field.date_text()?, zone).map_err(|(message, help)| field.wrong(message, help))
}

fn late(root: &Section, has_due: bool) -> Result<LatePolicy, Problem> {
    let Some(section) = root.section("retraso")? else {
        return Ok(LatePolicy::Free);
    };
    section.only(&["politica", "penalizacion", "tope", "gracia", "sobre"])?;
    let policies = ["avisar", "no aceptar", "por día", "por hora", "fija"];
    let Some(field) = section.get("politica") else {
        return Err(section.missing(
            "en [retraso] falta la política",
            format!(
                "Por ejemplo: politica = \"por día\". Vale: {}.",
                policies.join(", ")
            ),
        ));
    };
    let policy = field.choice(&policies)?;
    if policy != "avisar" && !has_due {
        return Err(field.wrong(
            "sin fecha límite nada llega tarde",
            "Añade en [entrega] la fecha: limite = \"2026-03-15 23:59\".",
        ));
    }
    let grace = grace(&section)?;
    let per = match policy {
        "avisar" => {
            return unused(
                &section,
                &["penalizacion", "tope", "gracia", "sobre"],
                LatePolicy::Free,
            );
        }
        "no aceptar" => {
            return unused(
                &section,
                &["penalizacion", "tope", "sobre"],
                LatePolicy::Rejected { grace },
            );
        }
        "por día" => Per::Day,
        "por hora" => Per::Hour,
        _ => Per::Once,
    };
    let percent = percent(&section, "penalizacion")?.ok_or_else(|| {
        field.wrong(
            "falta cuánto resta",
            "Por ejemplo: penalizacion = 10, que es un 10 % cada vez.",
        )
    })?;
    let of = section.get("sobre").map_or(Ok(Share::Obtained), |field| {
        let share = field.choice(&["nota obtenida", "nota máxima"])?;
        Ok(if share == "nota máxima" {
            Share::Maximum
        } else {
            Share::Obtained
        })
    })?;
    Ok(LatePolicy::Penalty {
        per,
        percent,
        cap: percent_or_all(&section)?,
        grace,
        of,
    })
}

/// Una clave que con esta política no hace nada es un malentendido: se dice.
fn unused(section: &Section, keys: &[&str], policy: LatePolicy) -> Result<LatePolicy, Problem> {
    match keys.iter().find_map(|key| section.get(key)) {
        None => Ok(policy),
        Some(field) => Err(field.wrong_key(
            format!("con esta política, «{}» no hace nada", field.key),
            "Quítala, o usa una política que reste: \"por día\", \"por hora\" o \"fija\".",
        )),
    }
}

fn percent(section: &Section, key: &str) -> Result<Option<Exact>, Problem> {
    let help = "Es un porcentaje, de 0 a 100.";
    let Some(field) = section.get(key) else {
        return Ok(None);
    };
    let percent = field.number(help)?;
    if percent < Exact::zero() || percent > whole(100) {
        return Err(field.wrong("no puede ser un porcentaje", help));
    }
    Ok(Some(percent))
}

fn percent_or_all(section: &Section) -> Result<Exact, Problem> {
    Ok(percent(section, "tope")?.unwrap_or_else(|| whole(100)))
}

/// «15 min», «2 horas», «1 día».
fn grace(section: &Section) -> Result<SignedDuration, Problem> {
    let Some(field) = section.get("gracia") else {
        return Ok(SignedDuration::ZERO);
    };
    let text = field.text()?.trim().to_lowercase();
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (count, unit) = text.split_at(digits);
    let seconds = match unit.trim() {
        "min" | "minuto" | "minutos" => 60,
        "h" | "hora" | "horas" => 3600,
        "d" | "día" | "días" | "dia" | "dias" => 86_400,
        _ => 0,
    };
    // Seis cifras de días ya son más de mil años.
    let count: i64 = count.parse().ok().filter(|&n| n < 1_000_000).unwrap_or(-1);
    if count < 0 || seconds == 0 {
        return Err(field.wrong(
            "no es una duración",
            "Vale un número entero y su unidad: \"15 min\", \"2 horas\" o \"1 día\".",
        ));
    }
    Ok(SignedDuration::from_secs(count * seconds))
}

fn extensions(
    root: &Section,
    zone: Option<&TimeZone>,
) -> Result<BTreeMap<String, jiff::Timestamp>, Problem> {
    let Some(section) = root.section("prorrogas")? else {
        return Ok(BTreeMap::new());
    };
    section
        .fields()
        .map(|field| Ok((field.key.to_owned(), instant(&field, zone)?)))
        .collect()
}

fn unsubmitted(root: &Section) -> Result<Unsubmitted, Problem> {
    let Some(field) = root.get("sin_entregar") else {
        return Ok(Unsubmitted::default());
    };
    Ok(match field.choice(&["nota mínima", "en blanco"])? {
        "en blanco" => Unsubmitted::Blank,
        _ => Unsubmitted::Lowest,
    })
}

fn point(root: &Section) -> Result<DecimalPoint, Problem> {
    let Some(field) = root.get("separador_decimal") else {
        return Ok(DecimalPoint::default());
    };
    Ok(match field.choice(&["coma", "punto"])? {
        "punto" => DecimalPoint::Dot,
        _ => DecimalPoint::Comma,
    })
}

fn book(root: &Section) -> Result<Option<String>, Problem> {
    let Some(field) = root.get("libro") else {
        return Ok(None);
    };
    let address = field.text()?.trim();
    let web = address.starts_with("https://") || address.starts_with("http://");
    if !web || address.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(field.wrong(
            "no es la dirección de una página",
            "Por ejemplo: libro = \"https://curso.example.org/\"",
        ));
    }
    Ok(Some(address.trim_end_matches('/').to_owned()))
}

fn columns(root: &Section) -> Result<Columns, Problem> {
    let Some(section) = root.section("moodle")? else {
        return Ok(Columns::default());
    };
    section.only(&["columna_nota", "columna_comentarios"])?;
    let name = |key| {
        section
            .get(key)
            .map(|field| field.text().map(str::to_owned))
            .transpose()
    };
    Ok(Columns {
        grade: name("columna_nota")?,
        feedback: name("columna_comentarios")?,
    })
}

/// El número que una persona escribió en `text`.
fn number(text: &str) -> Option<Exact> {
    exact::parse(text)
}
