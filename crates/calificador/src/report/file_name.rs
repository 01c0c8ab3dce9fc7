//! Nombres de archivo para personas: se reconocen, no chocan y no salen de su carpeta.

use sha2::{Digest, Sha256};

/// Letras del nombre, y del identificador, que se conservan.
const MAX_PART: usize = 40;

/// El nombre, sin extensión, de los archivos de una persona: `nunez-nandu-pepe-101`.
///
/// Depende solo de su nombre y su identificador, así que no cambia si cambia la clase.
/// Lleva siempre letras minúsculas, cifras y guiones: vale en cualquier sistema y en
/// una dirección, y dos identificadores distintos nunca dan el mismo.
pub fn stem(name: &str, id: &str) -> String {
    let name = slug(name);
    let name = if name.is_empty() { "estudiante" } else { &name };
    let plain_id = slug(id);
    if plain_id == id {
        return format!("{name}-{id}");
    }
    // El identificador perdió letras por el camino: su huella lo distingue.
    let digest = Sha256::digest(id.as_bytes());
    let mark = digest[..4]
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let id = if plain_id.is_empty() {
        mark
    } else {
        format!("{plain_id}-{mark}")
    };
    format!("{name}-{id}")
}

/// `text` en minúsculas y sin tildes, con guiones en lugar de lo demás.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain = letter(c);
        if !plain.is_empty() {
            slug.push_str(plain);
        } else if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() && !is_combining(c) {
            slug.push('-');
        }
        if slug.len() >= MAX_PART {
            break;
        }
    }
    slug.truncate(MAX_PART);
    slug.trim_end_matches('-').to_owned()
}

/// La tilde de una letra que viene descompuesta (como escriben los Mac).
fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// La letra sin tilde, para las que se usan en los nombres de por aquí.
fn letter(c: char) -> &'static str {
    match c {
        'á' | 'à' | 'ä' | 'â' | 'ã' | 'å' | 'ă' | 'ą' => "a",
        'é' | 'è' | 'ë' | 'ê' | 'ę' | 'ě' => "e",
        'í' | 'ì' | 'ï' | 'î' | 'ı' => "i",
        'ó' | 'ò' | 'ö' | 'ô' | 'õ' | 'ø' | 'ő' => "o",
        'ú' | 'ù' | 'ü' | 'û' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ñ' | 'ń' | 'ň' => "n",
        'ç' | 'ć' | 'č' => "c",
        'š' | 'ś' | 'ş' | 'ș' => "s",
        'ž' | 'ź' | 'ż' => "z",
        'ł' => "l",
        'ř' => "r",
        'ť' | 'ţ' | 'ț' => "t",
        'đ' | 'ď' => "d",
        'ğ' => "g",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn un_nombre_dificil_da_un_archivo_facil() {
        assert_eq!(
            stem("Núñez Ñandú, \"Pepe\" =2+3", "101"),
            "nunez-nandu-pepe-2-3-101"
        );
        assert_eq!(stem("Jose\u{301} Agu\u{308}ero", "7"), "jose-aguero-7");
        assert_eq!(stem("CON", "102"), "con-102");
        assert_eq!(stem("李明", "103"), "estudiante-103");
        assert!(stem("../../x", "../../etc/passwd").starts_with("x-etc-passwd-"));
        assert!(stem(&"á".repeat(500), &"b".repeat(500)).len() < 120);
    }

    #[test]
    fn identificadores_distintos_nunca_chocan() {
        let ids = [
            "a b", "a_b", "a-b", "A-b", "A-B", "á-b", "a--b", "a-b-", "", "-",
        ];
        let stems: BTreeSet<String> = ids.iter().map(|id| stem("Ana", id)).collect();

        assert_eq!(stems.len(), ids.len(), "{stems:?}");
    }

    proptest! {
        #[test]
        fn nunca_lleva_nada_que_no_valga_en_un_archivo(name in any::<String>(), id in any::<String>()) {
            let stem = stem(&name, &id);

            prop_assert!(stem.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{stem}");
            prop_assert!(!stem.is_empty() && !stem.starts_with('-') && stem.len() < 120);
        }
    }
}
