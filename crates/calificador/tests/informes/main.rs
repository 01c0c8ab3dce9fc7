//! Los informes, leídos por otros programas y mirados como los miraría quien los recibe.

mod clase;
mod formatos;
mod hoja;
mod hostil;
mod igual;
mod notas;
mod paginas;
