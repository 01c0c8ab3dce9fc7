//! Un reparto: qué trabajos son de cada parte.

use std::fmt;
use std::str::FromStr;

/// La parte `number` de `total`. Todas miran la clase entera y llegan a la misma lista
/// de trabajos; cada una hace los suyos, salteados, para que a todas les toque de todo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Cuál: 1, 2, …
    number: usize,
    /// De cuántas.
    total: usize,
}

impl Part {
    /// Más partes que esto es un error al escribir.
    const MOST: usize = 10_000;

    /// Si le toca el trabajo que está en el lugar `position` de la lista, desde 0.
    pub const fn has(self, position: usize) -> bool {
        position % self.total == self.number - 1
    }

    /// Su carpeta, dentro de la de salida.
    pub fn folder(self) -> String {
        format!("parte-{}-de-{}", self.number, self.total)
    }

    /// La parte de la que es una carpeta, por su nombre.
    pub fn of_folder(name: &str) -> Option<Self> {
        let (number, total) = name.strip_prefix("parte-")?.split_once("-de-")?;
        format!("{number}/{total}").parse().ok()
    }

    /// Todas las del mismo reparto, en orden.
    pub fn all(self) -> Vec<Self> {
        let total = self.total;
        (1..=total).map(|number| Self { number, total }).collect()
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "parte {} de {}", self.number, self.total)
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "«{text}» no es una parte: se escribe I/N, como 2/4, con I entre 1 y N y N hasta {}",
                Self::MOST
            )
        };
        let (number, total) = text.split_once('/').ok_or_else(wrong)?;
        let number: usize = number.trim().parse().map_err(|_| wrong())?;
        let total: usize = total.trim().parse().map_err(|_| wrong())?;
        if total == 0 || total > Self::MOST || number == 0 || number > total {
            return Err(wrong());
        }
        Ok(Self { number, total })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_a_part_is_explained() {
        for text in [
            "", "2", "0/4", "5/4", "1/0", "a/b", "1/2/3", "-1/2", "1/99999",
        ] {
            let error = text.parse::<Part>().unwrap_err();
            assert!(error.contains("I/N"), "{text}: {error}");
        }
        assert_eq!("2/4".parse::<Part>().unwrap().to_string(), "parte 2 de 4");
    }

    proptest! {
        #[test]
        fn each_work_is_of_one_part_and_only_one(total in 1_usize..50, position in 0_usize..5000) {
            let all = Part { number: 1, total }.all();
            let owners = all.iter().filter(|part| part.has(position));

            prop_assert_eq!(owners.count(), 1);
        }

        #[test]
        fn a_folder_says_which_part_it_is(total in 1_usize..50, number in 1_usize..50) {
            prop_assume!(number <= total);
            let part = Part { number, total };

            prop_assert_eq!(Part::of_folder(&part.folder()), Some(part));
        }
    }
}
