//! Cómo escribe los números esta hoja: con coma o con punto, y sobre cuánto.

use anyhow::{Result, bail};

use super::columns::Columns;
use super::scan::Sheet;
use crate::assignment::{Assignment, Decimal, DecimalPoint, Exact, parse, plain};

/// La manera de escribir números de una hoja.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style(DecimalPoint);

impl Style {
    /// La de `sheet`, por los números que ya trae. Si no trae ninguno con decimales, la
    /// del idioma de sus rótulos.
    ///
    /// # Errores
    /// Si la hoja califica sobre otra nota máxima que la de la tarea.
    pub fn of(sheet: &Sheet, columns: &Columns, assignment: &Assignment) -> Result<Self> {
        if let Some(column) = columns.maximum {
            same_scale(sheet, column, assignment)?;
        }
        let numbers = [columns.maximum, Some(columns.grade)].into_iter().flatten();
        for column in numbers {
            for row in sheet.rows().skip(1) {
                let text = sheet.value(row, column);
                if parse(&text).is_some() && text.contains([',', '.']) {
                    let comma = text.contains(',');
                    return Ok(Self(if comma {
                        DecimalPoint::Comma
                    } else {
                        DecimalPoint::Dot
                    }));
                }
            }
        }
        let comma = !columns.english || sheet.delimiter == b';';
        Ok(Self(if comma {
            DecimalPoint::Comma
        } else {
            DecimalPoint::Dot
        }))
    }

    /// `value`, escrito así.
    pub fn write(self, value: Decimal) -> String {
        self.0.write(value)
    }
}

fn same_scale(sheet: &Sheet, column: usize, assignment: &Assignment) -> Result<()> {
    let ours: &Exact = &assignment.scale.max;
    for row in sheet.rows().skip(1) {
        let text = sheet.value(row, column);
        if text.trim().is_empty() || row.len() <= column {
            continue;
        }
        match parse(&text) {
            Some(theirs) if theirs == *ours => {}
            Some(theirs) => bail!(
                "la hoja de Moodle califica sobre {theirs} y la tarea sobre {ours}: pon en tu \
                 tarea  [escala]  de = \"0-{theirs}\", o cambia la nota máxima en Moodle",
                theirs = plain(&theirs),
                ours = plain(ours)
            ),
            None => bail!(
                "la tarea de Moodle no se califica con números («{}»): cámbiala a puntos en sus \
                 ajustes y vuelve a descargar la hoja",
                text.trim()
            ),
        }
    }
    Ok(())
}
