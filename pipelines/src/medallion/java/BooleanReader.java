package medallion;

final class BooleanReader extends ValueReader {

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token == Token.TRUE) return Boolean.TRUE;
    return token == Token.FALSE ? Boolean.FALSE : null;
  }
}
