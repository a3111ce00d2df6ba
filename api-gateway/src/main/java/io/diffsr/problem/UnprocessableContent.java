package io.diffsr.problem;

import jakarta.ws.rs.core.Response;

/** Statuses that Jakarta REST does not name. */
public enum UnprocessableContent implements Response.StatusType {
  UNPROCESSABLE_CONTENT;

  @Override
  public int getStatusCode() {
    return 422;
  }

  @Override
  public Response.Status.Family getFamily() {
    return Response.Status.Family.CLIENT_ERROR;
  }

  @Override
  public String getReasonPhrase() {
    return "Unprocessable Content";
  }
}
