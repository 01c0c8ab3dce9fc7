//! La cabecera de una respuesta: en qué se equivoca y quién debe cazarla.
//!
//! ```text
//! //! Equivocación: <una frase que dice el error>.
//! //! Falla: <comprobación> — «<fragmento del mensaje que verá el estudiante>»
//! //! Y por eso: <otras comprobaciones que fallan por fuerza, separadas por comas>
//! ```
//!
//! La última línea falta si no arrastra a ninguna otra. Una respuesta correcta
//! pero distinta de la referencia solo lleva `//! Alternativa: <una frase>.`

use std::collections::BTreeSet;

/// Una equivocación conocida.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// La frase que la cuenta.
    pub sentence: String,
    /// La comprobación que la caza.
    pub check: String,
    /// Lo que tiene que decir su mensaje.
    pub fragment: String,
    /// Las que fallan por la misma causa.
    pub also: BTreeSet<String>,
}

/// Las líneas de la cabecera, en orden: clave y valor.
type Lines<'a> = Vec<(&'a str, &'a str)>;

/// La equivocación que declara el archivo `source`.
///
/// # Errores
/// Qué le falta o qué le sobra a la cabecera.
pub fn mistake(source: &str) -> Result<Mistake, String> {
    let lines = lines(source)?;
    let (check, fragment) = check_and_fragment(value(&lines, "Falla")?)?;
    let also = match value(&lines, "Y por eso") {
        Ok(list) => others(list)?,
        Err(_) => BTreeSet::new(),
    };
    if also.contains(check) {
        return Err(format!(
            "«{check}» está en «Falla» y también en «Y por eso»"
        ));
    }
    only(&lines, &["Equivocación", "Falla", "Y por eso"])?;
    Ok(Mistake {
        sentence: sentence(value(&lines, "Equivocación")?)?,
        check: check.to_owned(),
        fragment: fragment.to_owned(),
        also,
    })
}

/// La frase con la que se presenta la respuesta alternativa `source`.
///
/// # Errores
/// Qué le falta o qué le sobra a la cabecera.
pub fn alternative(source: &str) -> Result<String, String> {
    let lines = lines(source)?;
    only(&lines, &["Alternativa"])?;
    sentence(value(&lines, "Alternativa")?)
}

fn lines(source: &str) -> Result<Lines<'_>, String> {
    source
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .take_while(|line| !line.trim().is_empty())
        .map(|line| {
            line.split_once(':')
                .map(|(key, value)| (key.trim(), value.trim()))
                .ok_or_else(|| {
                    format!(
                        "esta línea de la cabecera no es «Clave: valor»: «{}»",
                        line.trim()
                    )
                })
        })
        .collect()
}

fn value<'a>(lines: &Lines<'a>, key: &str) -> Result<&'a str, String> {
    lines
        .iter()
        .find(|(name, _)| *name == key)
        .map(|(_, value)| *value)
        .ok_or_else(|| format!("a la cabecera le falta la línea «//! {key}: …»"))
}

fn only(lines: &Lines, known: &[&str]) -> Result<(), String> {
    for (position, (key, _)) in lines.iter().enumerate() {
        if !known.contains(key) {
            return Err(format!(
                "la cabecera tiene una línea que no conozco: «{key}»"
            ));
        }
        if lines[..position].iter().any(|(before, _)| before == key) {
            return Err(format!("la cabecera tiene dos veces la línea «{key}»"));
        }
    }
    Ok(())
}

fn sentence(text: &str) -> Result<String, String> {
    if text.len() < 2 || !text.ends_with('.') {
        return Err(format!("la frase «{text}» tiene que acabar en punto"));
    }
    Ok(text.to_owned())
}

fn check_and_fragment(text: &str) -> Result<(&str, &str), String> {
    let wrong = || format!("«Falla» se escribe «comprobación — «fragmento»», y pone «{text}»");
    let (check, quoted) = text.split_once(" — ").ok_or_else(wrong)?;
    let fragment = quoted
        .trim()
        .strip_prefix('«')
        .and_then(|rest| rest.strip_suffix('»'))
        .ok_or_else(wrong)?;
    if check.trim().is_empty() || fragment.trim().is_empty() {
        return Err(wrong());
    }
    Ok((check.trim(), fragment.trim()))
}

fn others(list: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    for name in list.split(',').map(str::trim) {
        if name.is_empty() {
            return Err("en «Y por eso» hay una comprobación sin nombre".into());
        }
        if !names.insert(name.to_owned()) {
            return Err(format!("en «Y por eso» está dos veces «{name}»"));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIVATE: &str = "\
//! Equivocación: pide la memoria con MAP_PRIVATE.
//! Falla: compartida — «La región es privada»
//! Y por eso: hijo, rechazo

use std::ffi::c_void;
";

    #[test]
    fn una_cabecera_entera_se_lee_entera() {
        let mistake = mistake(PRIVATE).unwrap();

        assert_eq!(mistake.sentence, "pide la memoria con MAP_PRIVATE.");
        assert_eq!(mistake.check, "compartida");
        assert_eq!(mistake.fragment, "La región es privada");
        assert_eq!(mistake.also, ["hijo".into(), "rechazo".into()].into());
    }

    #[test]
    fn sin_y_por_eso_no_arrastra_a_nadie() {
        let source = PRIVATE.replace("//! Y por eso: hijo, rechazo\n", "");

        assert!(mistake(&source).unwrap().also.is_empty());
    }

    #[test]
    fn el_fragmento_puede_llevar_comillas_y_dos_puntos() {
        let source = PRIVATE.replace("La región es privada", "dijo «no»: y se fue");

        assert_eq!(mistake(&source).unwrap().fragment, "dijo «no»: y se fue");
    }

    #[test]
    fn lo_que_esta_mal_escrito_se_dice() {
        let complaints = [
            (
                PRIVATE.replace("//! Falla", "// Falla"),
                "falta la línea «//! Falla",
            ),
            (PRIVATE.replace(" — ", " - "), "se escribe"),
            (PRIVATE.replace('»', ""), "se escribe"),
            (
                PRIVATE.replace("Y por eso", "Por eso"),
                "no conozco: «Por eso»",
            ),
            (
                PRIVATE.replace("hijo, rechazo", "hijo, hijo"),
                "dos veces «hijo»",
            ),
            (PRIVATE.replace("hijo, rechazo", "hijo,"), "sin nombre"),
            (
                PRIVATE.replace("hijo, rechazo", "compartida"),
                "está en «Falla»",
            ),
            (PRIVATE.replace("PRIVATE.", "PRIVATE"), "acabar en punto"),
            (
                PRIVATE.replace("Equivocación:", "Equivocación"),
                "Clave: valor",
            ),
            (
                format!("//! Falla: x — «y»\n{PRIVATE}"),
                "dos veces la línea «Falla»",
            ),
            ("use std::fmt;\n".to_owned(), "falta la línea «//! Falla"),
        ];
        for (source, expected) in complaints {
            let complaint = mistake(&source).unwrap_err();
            assert!(complaint.contains(expected), "{complaint}\n{source}");
        }
    }

    #[test]
    fn una_alternativa_solo_se_presenta() {
        assert_eq!(
            alternative("//! Alternativa: con un futex.\n\nuse x;\n").unwrap(),
            "con un futex."
        );
        assert!(alternative(PRIVATE).is_err());
        assert!(mistake("//! Alternativa: con un futex.\n").is_err());
    }
}
