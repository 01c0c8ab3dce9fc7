// por escribir
