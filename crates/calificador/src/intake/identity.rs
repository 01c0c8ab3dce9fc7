//! Si dos nombres son de la misma persona, y si la hoja es de la misma tarea.
//!
//! El número que Moodle pone a cada participante es de *esa* tarea: con la hoja de otra,
//! 101 es otra persona, o nadie. Rellenarla pondría a cada cual la nota de otro, o un cero
//! a toda la clase, y se subiría sin que nadie lo notara. Por eso se compara también cómo
//! se llaman, y se prefiere no calificar.

use anyhow::{Result, bail};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::name::shown;

/// Con quién casa una entrega: cómo se llama en la descarga y, si está, en la hoja.
pub struct Pair<'a> {
    /// Su nombre en la descarga.
    pub told: &'a str,
    /// Su nombre en la hoja; `None` si no está en ella.
    pub listed: Option<&'a str>,
}

impl Pair<'_> {
    /// Si está en la hoja con un nombre que es otro.
    fn is_somebody_else(&self) -> bool {
        self.listed.is_some_and(|listed| !alike(self.told, listed))
    }
}

/// Que la hoja sea de la misma tarea que las entregas.
///
/// # Errores
/// Si no hay en ella nadie de quienes entregan, o si la mayoría se llama de otra manera.
pub fn same_task(pairs: &[Pair]) -> Result<()> {
    const REMEDY: &str = "Descarga la hoja y las entregas de la misma tarea, y el mismo día, y \
                          vuelve a intentarlo: no se ha calificado nada";
    let Some(first) = pairs.first() else {
        return Ok(());
    };
    if pairs.iter().all(|pair| pair.listed.is_none()) {
        bail!(
            "la hoja no es la de estas entregas: no está en ella nadie de quienes entregan \
             («{}»{}). {REMEDY}",
            shown(first.told),
            if pairs.len() > 1 { "…" } else { "" }
        );
    }
    let strange = pairs.iter().filter(|pair| pair.is_somebody_else());
    let listed = pairs.iter().filter(|pair| pair.listed.is_some()).count();
    if strange.clone().count() * 2 <= listed {
        return Ok(());
    }
    let example = strange.clone().next().and_then(|pair| {
        let listed = pair.listed?;
        Some(format!(
            "quien en las entregas es «{}» en la hoja es «{}»",
            shown(pair.told),
            shown(listed)
        ))
    });
    bail!(
        "la hoja no es la de estas entregas: los números coinciden y los nombres no ({}). {REMEDY}",
        example.unwrap_or_default()
    )
}

/// Si dos nombres son el mismo sin contar mayúsculas, espacios de más ni de qué manera se
/// guardan las tildes: un Mac las escribe descompuestas, y Moodle no.
pub fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let text: String = text.nfc().collect();
        text.split_whitespace()
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    plain(one) == plain(other)
}

/// Si dos nombres pueden ser de la misma persona. Moodle quita signos de los nombres de
/// archivo y los acorta, y hay aulas que escriben delante los apellidos.
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    let (joined, other_joined) = (one.concat(), other.concat());
    within(&one, &other)
        || within(&other, &one)
        || joined.starts_with(&other_joined)
        || other_joined.starts_with(&joined)
}

/// Las palabras de un nombre, sin signos ni tildes. Sin ninguna, se parece a todos: no se
/// puede decir que sea otro.
fn words(name: &str) -> Vec<String> {
    name.split(|letter: char| letter.is_whitespace() || letter == '_')
        .map(|word| {
            word.nfd()
                .filter(|letter| letter.is_alphanumeric() && !is_combining_mark(*letter))
                .flat_map(char::to_lowercase)
                .collect::<String>()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(told: &'static str, listed: impl Into<Option<&'static str>>) -> Pair<'static> {
        Pair {
            told,
            listed: listed.into(),
        }
    }

    #[test]
    fn a_name_is_the_same_however_its_accents_are_stored() {
        assert!(same("A\u{301}ngela Nu\u{301}n\u{303}ez", "Ángela  NÚÑEZ"));
        assert!(!same("Ana López", "Ana Lopes"));
    }

    #[test]
    fn what_moodle_does_to_a_name_does_not_make_it_another() {
        for (told, listed) in [
            ("Kevin OConnor", "Kevin O'Connor"),
            ("Núñez Ñandú, Pepe =2+3", "Núñez Ñandú, \"Pepe\" =2+3"),
            ("López García, Ana", "Ana López García"),
            (
                "María del Pilar de los Do",
                "María del Pilar de los Dolores",
            ),
            ("🦀", "Ana"),
        ] {
            assert!(alike(told, listed), "{told} | {listed}");
        }
        assert!(!alike("Ana López", "Luis López"));
    }

    #[test]
    fn the_sheet_of_another_task_is_refused_with_an_example() {
        let strangers = [pair("Ana", None), pair("Luis", None)];
        let swapped = [pair("Ana", "Luis"), pair("Luis", "Eva"), pair("Eva", "Eva")];

        let nobody = same_task(&strangers).unwrap_err().to_string();
        let others = same_task(&swapped).unwrap_err().to_string();

        assert!(
            nobody.contains("nadie de quienes entregan («Ana»…)"),
            "{nobody}"
        );
        assert!(
            others.contains("es «Ana» en la hoja es «Luis»") && others.contains("misma tarea"),
            "{others}"
        );
    }

    #[test]
    fn somebody_who_changed_name_does_not_stop_the_class() {
        let class = [pair("Ana", "Ana"), pair("Luis", "Luis"), pair("Eva", "Bea")];

        same_task(&class).unwrap();
        same_task(&[pair("Ana", "Ana"), pair("Luis", None)]).unwrap();
        same_task(&[]).unwrap();
    }
}
